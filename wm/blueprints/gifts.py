"""Gifts: buying for somebody else, opening what one was given, and taking back what nobody opened."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.gifts import GiftForm
from wm.blueprints.places import content_url
from wm.blueprints.supporting import door_to_money
from wm.domains import content, earnings, graph, ledger, market, people, refunds
from wm.kernel.db import rollback
from wm.kernel.errors import DomainError, NotFound, TooMany
from wm.web import limits
from wm.web.hypermedia import go, page
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("gifts", __name__)
A_DAY = "30 per day"


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


@bp.route("/buy/<public_id>/gift", methods=("GET", "POST"))
@signed_in
def give(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    form = GiftForm() if request.method == "POST" else GiftForm.fresh(_offer(piece), request.args.get("code", ""))
    try:
        if form.accepts(_given, form):
            return go(url_for("gifts.index"), _("Paid. Your gift is on its way."))
    except ledger.InsufficientFunds as short:
        return _shown(piece, form, short.status, missing=short.details["missing"])
    except DomainError as refusal:
        return _shown(piece, form, refusal.status, refusal=refusal)
    return _shown(piece, form, form.status)


def _given(form: GiftForm) -> market.Gift:
    if not limits.afford("gifts", str(viewer().id), 1, A_DAY):
        raise TooMany()
    to = graph.seen(form.person.handle, viewer()) if form.person else None
    said = {"key": form.key.data, "message": form.message.data or "", "code": form.code.data or ""}
    return market.gifts.give(viewer(), form.offer.data, to=to, mail=form.mail, **said)


def _offer(piece: content.Content) -> str:
    """Return the offer to keep it. Raises NotFound where there is none."""
    offer = market.prices_of(piece).unlock
    if offer is None or piece.belongs_to(viewer()):
        raise NotFound()
    return offer.public_id


def _shown(piece: content.Content, form: GiftForm, status: int, missing: int = 0, refusal=None) -> Response:
    if status != 200:
        rollback()
        piece = content.watchable(piece.public_id, viewer())
    known = {"piece": piece, "form": form, "refusal": refusal, "missing": missing, **_price(piece, form)}
    known["door"] = door_to_money(missing, request.full_path) if missing else None
    return page("market/gift.html", "market/_gift_form.html", status, **known)


def _price(piece: content.Content, form: GiftForm) -> dict[str, Any]:
    offer, word = market.prices_of(piece).unlock, form.code.data or ""
    known = {"offer": offer, "price": offer.amount if offer else 0, "code_refusal": ""}
    if offer is None or not word.strip():
        return known
    try:
        cut = market.codes.quote(word, piece.person_id, [piece.id], offer.amount, viewer().id)
    except market.CodeRefused as refused:
        return known | {"code_refusal": refused.message}
    return known | {"price": offer.amount - cut.saved}


@bp.get("/gifts/<token>")
@public
def show(token: str) -> Response:
    gift = market.gifts.find(token, viewer())
    return page("market/claim.html", "market/_claim.html", **_of_gift(gift))


@bp.post("/gifts/<token>")
@signed_in
def claim(token: str) -> Response:
    gift = market.gifts.claim(token, viewer())
    piece = content.with_row_id(market.gifts.sale_of(gift).content_id)
    return go(content_url(piece), _("It is yours. Enjoy it."))


def _of_gift(gift: market.Gift) -> dict[str, Any]:
    sale = market.gifts.sale_of(gift)
    piece = next(iter(content.in_order([sale.content_id])), None)
    known = {"gift": gift, "sale": sale, "giver": people.find(gift.buyer_id)}
    return known | {"piece": piece if piece is not None and content.may_watch(piece, viewer()) else None}


@bp.post("/gifts/<public_id>/return")
@signed_in
def take_back(public_id: str) -> Response:
    gift = market.gifts.own(public_id, viewer())
    earning = earnings.find("sale", market.gifts.sale_of(gift).public_id)
    if earning is not None and market.gifts.may_take_back(gift):
        refunds.refund(earning, None, key=f"gift:{gift.public_id}", by_id=viewer().id, by_role="promise")
    market.gifts.take_back(gift)
    return go(url_for("gifts.index"), _("The gift is closed, and its money is in your wallet again."))
