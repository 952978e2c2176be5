"""Buying: the choices before a locked piece, paying from the wallet, orders and their receipts."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from wm.blueprints import opening
from wm.blueprints.door import door_of
from wm.blueprints.places import content_url
from wm.domains import content, market
from wm.kernel import money
from wm.kernel.db import rollback
from wm.kernel.errors import DomainError, Invalid
from wm.web.hypermedia import page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("market", __name__)


@bp.get("/buy/<public_id>")
@public
def show(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    return page("market/buy.html", "market/_buy.html", piece=piece, door=door_of(piece, viewer()))


@bp.post("/buy/<public_id>")
@signed_in
def pay(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    try:
        sale = market.buy(viewer(), request.form.get("offer", ""), key=_key(), amount=_amount())
    except DomainError as refusal:
        return _refused(public_id, refusal)
    thanks = _("It is yours to keep.") if sale.until is None else _("It is open for you until %(moment)s.", moment="")
    fragments, known = opening.behind(piece)
    return swap(content_url(piece), *fragments, message=thanks, **known)


def _refused(public_id: str, refusal: DomainError) -> Response:
    """Show the door once more, as it is now, with what stood in the way."""
    rollback()
    piece = content.watchable(public_id, viewer())
    fragments, known = opening.behind(piece, refusal)
    return page("market/buy.html", fragments[0], refusal.status, **known | {"piece": piece, "refusal": refusal})


def _key() -> str:
    key = request.form.get("key", "")
    if not 8 <= len(key) <= 40 or not key.isalnum():
        raise Invalid(_("Reload the page and try again."))
    return key


def _amount() -> int | None:
    """Return the price that the buyer names, None where the form names none."""
    return money.read(request.form["amount"]) if "amount" in request.form else None
