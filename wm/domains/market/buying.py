"""Buying one piece: price, money, right and receipt in one transaction; or an order, whose money comes from outside first."""

from datetime import timedelta

from sqlalchemy import select

from wm.domains import content, earnings, entitlements, ledger, payments
from wm.domains.content import Content
from wm.domains.market import codes, licences
from wm.domains.market.errors import (
    AlreadyUnlocked,
    BadPrice,
    CodeRefused,
    NotEnough,
    NotForSale,
    OwnPiece,
    PriceChanged,
)
from wm.domains.market.events import ItemUnlocked
from wm.domains.market.models import Offer, Sale
from wm.domains.market.policies import policy_of
from wm.domains.market.pricing import MOST
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record

KEPT = ("sale", "gift", "bundle")


def buy(person, offer_id: str, *, key: str, amount: int | None = None, code: str = "") -> Sale:
    """Sell what the offer with that public id offers to `person` out of their wallet, once for this `key`.

    `amount` (minor units) counts only where the buyer names the price; `code` makes it cheaper where they do not. Money,
    right and receipt are written together. Raises PriceChanged, NotForSale, AlreadyUnlocked, OwnPiece, CodeRefused or SoldOut
    (409), NotEnough, KeyReused (422), InsufficientFunds (402)."""
    offer = offer_of(offer_id)
    lock_accounts(person.id, offer.maker_id)
    known = of_key(person, key)
    if known is not None:
        return _same(known, offer, amount)
    return pay(person, _ordered(person, fresh(offer), key, amount, code))


def open_order(
    person, offer_id: str, *, key: str, amount: int | None = None, code: str = "", paid_with: str = ""
) -> Sale:
    """Write down what `person` wants to buy with money that comes from outside, once for this `key`; raises as `buy`."""
    offer = offer_of(offer_id)
    lock_accounts(person.id, offer.maker_id)
    known = of_key(person, key)
    if known is not None:
        return _same(known, offer, amount)
    sale = _ordered(person, fresh(offer), key, amount, code)
    sale.paid_with = paid_with
    return sale


def _same(known: Sale, offer: Offer, amount: int | None) -> Sale:
    """Answer a repeat as the first time was answered. Raises KeyReused (422) when something else is asked for now."""
    is_other_price = offer.is_floor and amount is not None and amount != known.amount
    if (known.content_id, known.kind) != (offer.content_id, offer.kind) or is_other_price:
        raise ledger.KeyReused()
    return known


def pay(person, sale: Sale) -> Sale:
    """Take the money for an order of one piece from the wallet, and open it; its accounts are locked by now."""
    keys = licences.reserve([sale.content_id]) if sale.kind != "rental" else []
    charge(person, sale)
    sale.until = sale.paid_at + timedelta(hours=sale.hours) if sale.hours else None
    source = "rental" if sale.kind == "rental" else "sale"
    right = {"scope": "content", "scope_id": sale.content_id, "source": source, "source_ref": sale.public_id}
    entitlements.grant(person.id, **right, until=sale.until)
    licences.give(keys, sale, person.id, source)
    record(ItemUnlocked(sale.id, sale.content_id, sale.buyer_id, sale.seller_id))
    return sale


def charge(person, sale: Sale) -> None:
    """Move the money for a sale of whatever kind, inside the buyer's own limits, and note that it is paid."""
    payments.check_spending(person.id, sale.amount)
    if sale.amount:
        terms = {"gross": sale.amount, "tax": sale.tax, "content_id": sale.content_id, "seller_id": sale.seller_id}
        earnings.credit("sale", sale.public_id, payer=ledger.wallet(person.id), **terms)
    sale.state, sale.paid_at = "paid", clock.now()


def _ordered(person, offer: Offer, key: str, amount: int | None, code: str) -> Sale:
    piece = for_sale(offer.content_id, person)
    _refuse(piece, offer.kind, person)
    cut = cut_for(offer, code, person)
    price = offer.amount - cut.saved if cut else _named(offer, amount)
    return written(person, offer, piece, offer.kind, key, price, cut)


def written(person, offer: Offer, piece: Content, kind: str, key: str, price: int, cut: codes.Cut | None) -> Sale:
    """Write down an order of one piece, to be paid."""
    sale = Sale(key=key_of(person, key), buyer_id=person.id, seller_id=offer.maker_id, content_id=piece.id)
    sale.offer_id, sale.kind, sale.hours, sale.title = offer.id, kind, offer.hours, piece.heading[:120]
    sale.amount, sale.tax, sale.currency = price, earnings.tax_in(price), money.currency()
    sale.policy = policy_of(offer.maker_id)
    sale.code = cut.code.word if cut else ""
    db.session.add(sale)
    db.session.flush()
    codes.note(cut, sale)
    return sale


def cut_for(offer: Offer, code: str, person) -> codes.Cut | None:
    """Return what a code takes away from the price, the code locked; None without one."""
    if not code:
        return None
    if offer.is_floor:
        raise CodeRefused("Here you name the price yourself, so a code does not count.")
    return codes.take(code, offer.maker_id, [offer.content_id], offer.amount, person.id)


def look_again(sale: Sale, person) -> None:
    """Refuse an order whose piece, right or price is not what it was; a lower price is taken."""
    _refuse(for_sale(sale.content_id, person), sale.kind, person)
    price_again(sale)


def price_again(sale: Sale) -> None:
    """Refuse an order of one piece whose price has risen or is gone; a lower one is taken."""
    slot = "rental" if sale.hours else "unlock"
    offer = db.session.scalars(select(Offer).where(Offer.content_id == sale.content_id, Offer.slot == slot)).first()
    if offer is None:
        raise NotForSale()
    if offer.amount > sale.amount + codes.saved_on(sale):
        raise PriceChanged()
    if offer.id != sale.offer_id and not offer.is_floor and offer.amount < sale.amount:
        sale.amount, sale.tax, sale.offer_id = offer.amount, earnings.tax_in(offer.amount), offer.id


def _refuse(piece: Content, kind: str, person) -> None:
    if piece.belongs_to(person):
        raise OwnPiece()
    why = content.decision(piece, person).why
    if why == "free":
        raise NotForSale()
    if why in KEPT or (why == "rental" and kind == "rental"):
        raise AlreadyUnlocked()


def for_sale(content_id: int, person) -> Content:
    """Return the piece for somebody who may see it and buy it. Raises NotForSale (409)."""
    try:
        piece = content.with_row_id(content_id)
    except NotFound:
        raise NotForSale() from None
    is_there = piece.is_published and (piece.is_playable or not piece.is_film)
    if not is_there or not content.may_watch(piece, person):
        raise NotForSale()
    return piece


def _named(offer: Offer, amount: int | None) -> int:
    if not offer.is_floor and amount is not None:
        raise BadPrice("This price is fixed. Reload the page and try again.")
    if amount is None:
        return offer.amount
    if amount < offer.amount:
        raise NotEnough(fields={"amount": [f"Name at least {money.written(offer.amount)}."]})
    if amount > MOST:
        raise NotEnough(fields={"amount": [f"At most {money.written(MOST)} can be paid at once."]})
    return amount


def of_key(person, key: str) -> Sale | None:
    """Return what `person` has bought or ordered under that key of a form."""
    return db.session.scalars(select(Sale).where(Sale.key == key_of(person, key)).with_for_update()).first()


def key_of(person, key: str) -> str:
    """Return the key of a form as it is kept: nobody's is in the way of somebody else's."""
    return f"{person.id}:{key}"[:80]


def lock_accounts(buyer_id: int, seller_id: int) -> None:
    """Lock, in the order of the house, all that a sale can touch, before anything else is looked at."""
    touched = ledger.wallet(buyer_id), ledger.of_person("pending", seller_id), ledger.of_site("tax")
    ledger.locked(account.id for account in touched)


def offer_of(public_id: str) -> Offer:
    offer = db.session.scalars(select(Offer).where(Offer.public_id == public_id)).first()
    if offer is None:
        raise NotFound()
    return offer


def fresh(offer: Offer) -> Offer:
    db.session.refresh(offer)
    if offer.ended_at is not None:
        raise PriceChanged()
    return offer
