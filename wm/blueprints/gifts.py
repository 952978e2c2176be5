"""Gifts that were bought: what one gave and was given, opening it, and taking back what nobody opened."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.places import content_url
from wm.domains import content, earnings, market, people, refunds
from wm.web.hypermedia import go, page
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("gifts", __name__)


@bp.get("/gifts")
@signed_in
def index() -> Response:
    sent, waiting = market.gifts.sent_by(viewer(), request.args.get("after")), market.gifts.waiting_for(viewer())
    all_gifts = [*waiting, *sent.items]
    known = {"sent": sent.items, "waiting": waiting, "sales": market.gifts.sales_of(all_gifts)}
    known |= {
        "persons": people.by_ids(each for gift in all_gifts for each in (gift.buyer_id, gift.recipient_id) if each)
    }
    known |= {"may_take_back": market.gifts.may_take_back, "days": market.gifts.DAYS}
    next_url = url_for("gifts.index", after=sent.next) if sent.next else None
    return page("market/gifts.html", "market/_gifts.html", **known, next_url=next_url)


@bp.get("/gifts/<token>")
@public
def show(token: str) -> Response:
    gift = market.gifts.find(token, viewer())
    return page("market/claim.html", "market/_claim.html", **_of_gift(gift))


@bp.post("/gifts/<token>")
@signed_in
def claim(token: str) -> Response:
    sale = market.gifts.sale_of(market.gifts.claim(token, viewer()))
    if sale.bundle_id is not None:
        return go(url_for("library.unlocked"), _("All of it is yours. Enjoy it."))
    thanks = (
        _("It is open for you for %(hours)s hours.", hours=sale.hours) if sale.hours else _("It is yours. Enjoy it.")
    )
    return go(content_url(content.with_row_id(sale.content_id)), thanks)


def _of_gift(gift: market.Gift) -> dict[str, Any]:
    sale = market.gifts.sale_of(gift)
    pieces = content.in_order(market.bundles.content_ids(sale))
    known = {"gift": gift, "sale": sale, "giver": people.find(gift.buyer_id)}
    return known | {"pieces": [piece for piece in pieces if content.may_watch(piece, viewer())]}


@bp.post("/gifts/<public_id>/return")
@signed_in
def take_back(public_id: str) -> Response:
    gift = market.gifts.own(public_id, viewer())
    earning = earnings.find("sale", market.gifts.sale_of(gift).public_id)
    if earning is not None and market.gifts.may_take_back(gift):
        refunds.refund(earning, None, key=f"gift:{gift.public_id}", by_id=viewer().id, by_role="promise")
    market.gifts.take_back(gift)
    return go(url_for("gifts.index"), _("The gift is closed, and its money is in your wallet again."))
