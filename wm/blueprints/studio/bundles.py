"""The studio's bundles: what is in each, how often it was bought, making and changing one."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.codes import BundleForm
from wm.blueprints.studio import bp as door
from wm.blueprints.studio.codes import sellable
from wm.blueprints.threads import asked_deed
from wm.domains import content, market
from wm.kernel import money
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

DEEDS = {"close": market.bundles.close, "reopen": market.bundles.reopen}


@door.get("/bundles", endpoint="bundles")
@signed_in
def index() -> Response:
    return page("studio/bundles/index.html", "studio/bundles/_bundles.html", **_bundles())


@door.route("/bundles/new", methods=("GET", "POST"), endpoint="new_bundle")
@signed_in
def new() -> Response:
    form, mine = BundleForm(), _for_keeps()
    form.pieces.offer(mine)
    if form.accepts(lambda: market.bundles.make(viewer(), **form.wanted({each.public_id: each.id for each in mine}))):
        return go(url_for("bundles.show", public_id=form.result.public_id), _("Your bundle is for sale."))
    return _form(form, None)


@door.route("/bundles/<public_id>", methods=("GET", "POST"), endpoint="bundle")
@signed_in
def edit(public_id: str) -> Response:
    bundle, mine = market.bundles.own(public_id, viewer()), _for_keeps()
    ids = {each.public_id: each.id for each in mine}
    form = BundleForm() if request.method == "POST" else _filled(bundle, ids)
    form.pieces.offer(mine)
    if form.accepts(lambda: market.bundles.edit(bundle, viewer(), **form.wanted(ids))):
        return go(url_for("studio.bundles"), _("Saved. It counts for whoever buys it from now on."))
    return _form(form, bundle)


@door.post("/bundles/<public_id>/standing", endpoint="judge_bundle")
@signed_in
def judge(public_id: str) -> Response:
    DEEDS[asked_deed(DEEDS)](market.bundles.own(public_id, viewer()))
    return swap(url_for("studio.bundles"), "studio/bundles/_bundles.html", message=_("Changed."), **_bundles())


def _for_keeps() -> list[content.Content]:
    """Return one's own pieces that have a price to keep."""
    mine = sellable(viewer())
    priced = market.offers(piece.id for piece in mine)
    return [piece for piece in mine if piece.id in priced and priced[piece.id].unlock]


def _filled(bundle: market.Bundle, ids: dict[str, int]) -> BundleForm:
    chosen = set(market.bundles.pieces_of([bundle]).get(bundle.id, ()))
    ticked = [public_id for public_id, row in ids.items() if row in chosen]
    known = {"title": bundle.title, "words": bundle.words, "price": str(money.in_major(bundle.amount))}
    return BundleForm(formdata=None, pieces=ticked, **known)


def _form(form: BundleForm, bundle: market.Bundle | None) -> Response:
    return page("studio/bundles/edit.html", "studio/bundles/_form.html", form.status, form=form, bundle=bundle)


def _bundles() -> dict:
    mine = market.bundles.of_maker(viewer())
    inside = market.bundles.pieces_of(mine)
    pieces = {piece.id: piece for piece in content.in_order({each for ids in inside.values() for each in ids})}
    known = {"bundles": mine, "sold": market.bundles.sold(mine)}
    return known | {"inside": {each: [pieces[n] for n in ids if n in pieces] for each, ids in inside.items()}}
