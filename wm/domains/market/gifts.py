"""Gifts: bought for somebody else, opened by them, and taken back when nobody opens them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from wm.domains import content, earnings, entitlements, ledger, payments, people
from wm.domains.market import buying, codes, licences
from wm.domains.market.bundle_models import MAIL_LENGTH, MESSAGE_LENGTH, Gift
from wm.domains.market.errors import AlreadyUnlocked, GiftGone, NotForSale, OwnPiece
from wm.domains.market.events import GiftSent, ItemUnlocked
from wm.domains.market.models import Offer, Sale
from wm.domains.market.policies import policy_of
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotFound, NotNow
from wm.kernel.facts import record
from wm.kernel.paging import Page, cut, decode

DAYS = 14  # after so many a gift that nobody opened can be taken back
PAGE = 30


def give(
    person,
    offer_id: str,
    *,
    key: str,
    to: people.Person | None = None,
    mail: str = "",
    message: str = "",
    code: str = "",
) -> Gift:
    """Buy a piece out of `person`'s wallet for somebody: `to`, or whoever opens the link that is sent to `mail`; once per `key`.

    Raises as `buying.buy`; Invalid (422) when it is for nobody, or for oneself."""
    offer = buying.offer_of(offer_id)
    buying.lock_accounts(person.id, offer.maker_id)
    known = buying.of_key(person, key)
    if known is not None:
        return of_sale(known)
    offer = buying.fresh(offer)
    _refuse(offer, person, to, mail)
    gift = _paid(person, _ordered(person, offer, key, code))
    gift.recipient_id, gift.mail = (to.id, "") if to is not None else (None, mail.strip()[:MAIL_LENGTH])
    gift.message = message.strip()[:MESSAGE_LENGTH]
    db.session.flush()
    record(GiftSent(gift.id))
    return gift


def _refuse(offer: Offer, person, to: people.Person | None, mail: str) -> None:
    if offer.kind != "unlock":
        raise NotForSale()
    if offer.maker_id == person.id:
        raise OwnPiece()
    if (to is None) == (not mail.strip()) or (to is not None and to.id in (person.id, offer.maker_id)):
        raise Invalid(fields={"to": ["Name somebody else, who did not make it: @handle or a mail address."]})


def _ordered(person, offer: Offer, key: str, code: str) -> Sale:
    piece = buying.for_sale(offer.content_id, person)
    cut_now = buying.cut_for(offer, code, person)
    sale = Sale(key=buying.key_of(person, key), buyer_id=person.id, seller_id=offer.maker_id, content_id=piece.id)
    sale.offer_id, sale.kind, sale.title = offer.id, "gift", piece.heading[:120]
    sale.amount = offer.amount - (cut_now.saved if cut_now else 0)
    sale.tax, sale.currency, sale.policy = earnings.tax_in(sale.amount), money.currency(), policy_of(offer.maker_id)
    sale.code = cut_now.code.word if cut_now else ""
    db.session.add(sale)
    db.session.flush()
    codes.note(cut_now, sale)
    return sale


def _paid(person, sale: Sale) -> Gift:
    reserved = licences.reserve([sale.content_id])
    payments.check_spending(person.id, sale.amount)
    terms = {"seller_id": sale.seller_id, "gross": sale.amount, "tax": sale.tax, "content_id": sale.content_id}
    if sale.amount:
        earnings.credit("sale", sale.public_id, payer=ledger.wallet(person.id), **terms)
    sale.state, sale.paid_at = "paid", clock.now()
    licences.give(reserved, sale, None, "gift")
    gift = Gift(sale_id=sale.id, buyer_id=person.id)
    db.session.add(gift)
    record(ItemUnlocked(sale.id, sale.content_id, sale.buyer_id, sale.seller_id))
    return gift


def claim(token: str, person) -> Gift:
    """Let whoever a gift is for open it, once; opened again by the same person it stays as it is.

    Raises NotFound, GiftGone, AlreadyUnlocked, OwnPiece, NotNow (409)."""
    gift = _locked(find(token, person).id)
    if gift.state == "claimed" and gift.recipient_id == person.id:
        return gift
    sale = db.session.get(Sale, gift.sale_id, populate_existing=True)
    if gift.state != "sent" or sale.state != "paid" or _went_back(sale):
        raise GiftGone()
    _refuse_owner(gift, sale, person)
    right = {"scope": "content", "scope_id": sale.content_id, "source": "gift", "source_ref": sale.public_id}
    entitlements.grant(person.id, **right)
    licences.pass_on(sale.id, person.id)
    gift.state, gift.recipient_id, gift.claimed_at, gift.mail = "claimed", person.id, clock.now(), ""
    db.session.flush()
    return gift


def _refuse_owner(gift: Gift, sale: Sale, person) -> None:
    if gift.buyer_id == person.id:
        raise NotNow("This is a gift of yours to somebody else: send them the link.")
    piece = content.with_row_id(sale.content_id)
    if piece.belongs_to(person):
        raise OwnPiece()
    if content.decision(piece, person).why in buying.KEPT:
        raise AlreadyUnlocked("You have this already. Whoever gave it can take the gift back.")


def _went_back(sale: Sale) -> bool:
    earning = earnings.find("sale", sale.public_id)
    return earning is not None and earning.returned >= earning.gross


def find(token: str, person) -> Gift:
    """Return the gift behind a link, for its buyer, for whom it is for, or, when it names nobody, for anybody. Raises NotFound."""
    gift = db.session.scalars(select(Gift).where(Gift.token == token)).first()
    if gift is None or (gift.recipient_id is not None and person.id not in (gift.recipient_id, gift.buyer_id)):
        raise NotFound()
    return gift


def own(public_id: str, person) -> Gift:
    """Return a gift for its buyer. Raises NotFound."""
    gift = db.session.scalars(select(Gift).where(Gift.public_id == public_id, Gift.buyer_id == person.id)).first()
    if gift is None:
        raise NotFound()
    return gift


def with_row_id(gift_id: int) -> Gift | None:
    """Return a gift by its row id, None when it is gone; for jobs."""
    return db.session.get(Gift, gift_id)


def of_sale(sale: Sale) -> Gift:
    """Return the gift that a sale was made for. Raises NotFound."""
    gift = db.session.scalars(select(Gift).where(Gift.sale_id == sale.id)).first()
    if gift is None:
        raise NotFound()
    return gift


def sale_of(gift: Gift) -> Sale:
    """Return what was paid for a gift."""
    return db.session.get(Sale, gift.sale_id)


def sales_of(gifts) -> dict[int, Sale]:
    """Return what was paid for these gifts, by the row id of the sale."""
    wanted = select(Sale).where(Sale.id.in_([gift.sale_id for gift in gifts]))
    return {sale.id: sale for sale in db.session.scalars(wanted)}


def sent_by(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the gifts that a person has made, newest first."""
    wanted = select(Gift).where(Gift.buyer_id == person.id)
    if place := decode(cursor, int):
        wanted = wanted.where(Gift.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Gift.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda gift: (gift.id,))


def waiting_for(person) -> list[Gift]:
    """Return the gifts that wait for a person to open them, newest first."""
    mine = select(Gift).where(Gift.recipient_id == person.id, Gift.state == "sent")
    return list(db.session.scalars(mine.order_by(Gift.id.desc()).limit(PAGE)))


def may_take_back(gift: Gift) -> bool:
    """Whether nobody has opened it for so long that its buyer can have the money back."""
    return gift.state == "sent" and gift.sent_at + timedelta(days=DAYS) <= clock.now()


def take_back(gift: Gift) -> Gift:
    """Close a gift that nobody opened; its money goes back in the same transaction, before this. Raises GiftGone (409)."""
    gift = _locked(gift.id)
    if not may_take_back(gift):
        raise GiftGone() if gift.state != "sent" else NotNow(f"A gift can be taken back {DAYS} days after it was sent.")
    gift.state, gift.returned_at, gift.mail = "returned", clock.now(), ""
    sale_of(gift).state = "refunded"
    db.session.flush()
    return gift


def _locked(gift_id: int) -> Gift:
    wanted = select(Gift).where(Gift.id == gift_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).one()


def summary(gift: Gift) -> dict[str, Any]:
    """Return what a letter says of a gift."""
    return {"title": sale_of(gift).title, "message": gift.message, "token": gift.token}
