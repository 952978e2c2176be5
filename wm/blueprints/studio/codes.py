"""The studio's discount codes: how each stands, making one, stopping one."""

from flask import Response, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.codes import CodeForm
from wm.blueprints.studio import bp as door
from wm.blueprints.threads import asked_deed
from wm.domains import content, market
from wm.domains.content import Content
from wm.kernel import clock
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

TICKED = 200  # pieces to choose among
DEEDS = {"stop": market.codes.stop, "resume": market.codes.resume, "remove": market.codes.remove}


@door.get("/codes", endpoint="codes")
@signed_in
def index() -> Response:
    return page("studio/codes/index.html", "studio/codes/_codes.html", **_codes())


@door.route("/codes/new", methods=("GET", "POST"), endpoint="new_code")
@signed_in
def new() -> Response:
    form, mine = CodeForm(), sellable(viewer())
    form.pieces.offer(mine)
    if form.accepts(lambda: market.codes.make(viewer(), **form.wanted({each.public_id: each.id for each in mine}))):
        return go(url_for("studio.codes"), _("The code counts from now on, or from the day that you chose."))
    return page("studio/codes/new.html", "studio/codes/_form.html", form.status, form=form)


@door.post("/codes/<public_id>", endpoint="judge_code")
@signed_in
def judge(public_id: str) -> Response:
    DEEDS[asked_deed(DEEDS)](market.codes.own(public_id, viewer()))
    return swap(url_for("studio.codes"), "studio/codes/_codes.html", message=_("Changed."), **_codes())


def sellable(person) -> list[Content]:
    """Return a creator's pieces that have a price, latest priced first; of very many the latest."""
    return content.in_order(content_id for content_id, _offer in market.priced(person, size=TICKED).items)


def _codes() -> dict:
    mine = market.codes.of_maker(viewer())
    chosen = market.codes.pieces_of(mine)
    pieces = {piece.id: piece for piece in content.in_order({each for ids in chosen.values() for each in ids})}
    known = {"codes": mine, "standings": market.codes.standings(mine), "now": clock.now()}
    return known | {"chosen": {code: [pieces[n] for n in ids if n in pieces] for code, ids in chosen.items()}}
