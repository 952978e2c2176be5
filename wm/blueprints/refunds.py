"""Refunds for whoever bought: how a thing stands, asking for money back, and all of one's refunds."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import refunding
from wm.blueprints.forms.refunds import AskForm
from wm.domains import promises, refunds
from wm.domains.earnings import Earning
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

bp = Blueprint("refunds", __name__, url_prefix="/refunds")
OF_ONE = "/<any(sale,membership,tip):source>/<ref>"


@bp.get("")
@signed_in
def index() -> Response:
    found = refunds.refunds_page(request.args.get("after"), buyer_id=viewer().id)
    next_url = url_for("refunds.index", after=found.next) if found.next else None
    wishes = [] if "after" in request.args else refunds.wishes_page(buyer_id=viewer().id, is_waiting=True).items
    shown = {"found": found.items, "wishes": wishes, "next_url": next_url, "is_first": "after" not in request.args}
    return page("refunds/index.html", "refunds/_mine.html", **shown, **refunding.listed([*found.items, *wishes]))


@bp.get(OF_ONE)
@signed_in
def show(source: str, ref: str) -> Response:
    return _shown(refunds.paid(source, ref, viewer()))


@bp.post(OF_ONE)
@signed_in
def ask(source: str, ref: str) -> Response:
    earning, form = refunds.paid(source, ref, viewer()), AskForm()
    said = {"key": form.key.data, "way": form.way.data}
    if not form.accepts(lambda: refunds.ask(earning, viewer(), form.words.data or "", **said)):
        return _shown(earning, form)
    is_back = isinstance(form.result, refunds.Refund)
    return _changed(earning, _("Your money is back.") if is_back else _("Your wish is with the creator."))


@bp.post("/wishes/<public_id>/withdrawal")
@signed_in
def withdraw(public_id: str) -> Response:
    wish = refunds.withdraw(refunds.one_wish(public_id, buyer_id=viewer().id))
    return _changed(refunds.earning_of(wish), _("Taken back."))


@bp.post("/wishes/<public_id>/objection")
@signed_in
def object_to(public_id: str) -> Response:
    wish = refunds.object_to(refunds.one_wish(public_id, buyer_id=viewer().id))
    return _changed(refunds.earning_of(wish), _("The staff will look at it."))


@bp.post("/<public_id>/another-try")
@signed_in
def again(public_id: str) -> Response:
    back = refunds.again(refunds.one_refund(public_id, buyer_id=viewer().id))
    return _changed(refunds.earning_of(back), _("It is on its way to your card again."))


def _shown(earning: Earning, form: AskForm | None = None) -> Response:
    return page("refunds/show.html", "refunds/_room.html", form.status if form else 200, **_known(earning, form))


def _changed(earning: Earning, message: str) -> Response:
    back_to = url_for("refunds.show", source=earning.source, ref=earning.source_ref)
    return swap(back_to, "refunds/_room.html", message=message, **_known(earning))


def _known(earning: Earning, form: AskForm | None = None) -> dict:
    can = refunds.chance(earning, viewer())
    given = {"can": can, "form": form or AskForm.fresh(), "policy": promises.words_of(can.promise)}
    given["has_card"] = refunds.card_room(earning, viewer()) >= earning.left
    given["is_from_outside"] = refunding.is_from_outside(earning)
    return given | refunding.known(refunds.story(earning))
