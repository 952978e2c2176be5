"""Buying: the choices before a locked piece, and paying from the wallet."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from wm.blueprints import opening
from wm.blueprints.card_locks import has_unlocked
from wm.blueprints.door import door_of
from wm.blueprints.places import content_url
from wm.domains import content, market
from wm.kernel.errors import DomainError
from wm.web.hypermedia import page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("market", __name__)
bp.add_app_template_global(has_unlocked)


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
        offer, wish = opening.wish()
        sale = market.buy(viewer(), offer, **wish)
    except DomainError as refusal:
        return opening.refused(public_id, refusal)
    thanks = (
        _("Paid. It is open for you for %(hours)s hours.", hours=sale.hours) if sale.hours else _("Paid. It is yours.")
    )
    fragments, known = opening.behind(content.watchable(public_id, viewer()))
    return swap(content_url(piece), *fragments, message=thanks, **known)
