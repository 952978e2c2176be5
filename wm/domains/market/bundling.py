"""Buying a bundle: one price, one receipt, a right to each piece, and its price divided over them."""

from collections.abc import Sequence

from sqlalchemy import select

from wm.domains import content, earnings, entitlements, ledger, payments
from wm.domains.content import Content
from wm.domains.market import buying, codes, licences
from wm.domains.market.bundle_models import Bundle, SalePart
from wm.domains.market.bundles import pieces_of
from wm.domains.market.errors import AlreadyUnlocked, NotForSale, OwnPiece, PriceChanged
from wm.domains.market.events import ItemUnlocked
from wm.domains.market.models import Sale
from wm.domains.market.policies import policy_of
from wm.domains.market.pricing import LEAST, offers
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record


def buy_bundle(person, bundle: Bundle, *, key: str, revision: str, code: str = "") -> Sale:
    """Sell a bundle to `person` out of their wallet, once for this `key`, as it was when they saw `revision` of it.

    Raises PriceChanged, NotForSale, OwnPiece, AlreadyUnlocked, CodeRefused or SoldOut (409), InsufficientFunds (402)."""
    buying.lock_accounts(person.id, bundle.maker_id)
    known = buying.of_key(person, key)
    if known is not None:
        return known
    bundle = _fresh(bundle, revision)
    pieces, kept = _for_sale(bundle, person)
    ids = [piece.id for piece in pieces]
    cut = codes.take(code, bundle.maker_id, ids, bundle.amount, person.id) if code else None
    reserved = licences.reserve(set(ids) - kept)
    sale = _written(person, bundle, pieces, key, cut)
    payments.check_spending(person.id, sale.amount)
    if sale.amount:
        terms = {"payer": ledger.wallet(person.id), "seller_id": sale.seller_id, "gross": sale.amount, "tax": sale.tax}
        earnings.credit("sale", sale.public_id, **terms)
    _open(sale, person, ids)
    licences.give(reserved, sale, person.id, "bundle")
    record(ItemUnlocked(sale.id, ids[0], sale.buyer_id, sale.seller_id))
    return sale


def divided(amount: int, pieces: Sequence[Content]) -> list[int]:
    """Return what of `amount` is for each piece: as much as they would cost alone, to the cent (largest remainder)."""
    priced = offers(piece.id for piece in pieces)
    alone = [
        priced[each.id].unlock.amount if each.id in priced and priced[each.id].unlock else LEAST for each in pieces
    ]
    return money.split(amount, alone)


def _fresh(bundle: Bundle, revision: str) -> Bundle:
    wanted = select(Bundle).where(Bundle.id == bundle.id).with_for_update().execution_options(populate_existing=True)
    bundle = db.session.scalars(wanted).one()
    if bundle.closed_at is not None:
        raise NotForSale()
    if bundle.revision != revision:
        raise PriceChanged()
    return bundle


def _for_sale(bundle: Bundle, person) -> tuple[list[Content], set[int]]:
    """Return the pieces of a bundle, and which of them the buyer has for good already."""
    if bundle.maker_id == person.id:
        raise OwnPiece()
    try:
        pieces = [content.with_row_id(each) for each in pieces_of([bundle]).get(bundle.id, ())]
    except NotFound:
        raise NotForSale() from None
    if not pieces or not all(piece.is_published and content.may_watch(piece, person) for piece in pieces):
        raise NotForSale()
    known = content.decisions(pieces, person)
    kept = {piece.id for piece in pieces if known[piece.id].why in (*buying.KEPT, "free")}
    if len(kept) == len(pieces):
        raise AlreadyUnlocked()
    return pieces, kept


def _written(person, bundle: Bundle, pieces: Sequence[Content], key: str, cut: codes.Cut | None) -> Sale:
    sale = Sale(key=buying.key_of(person, key), buyer_id=person.id, seller_id=bundle.maker_id, kind="bundle")
    sale.bundle_id, sale.title, sale.policy = bundle.id, bundle.title, policy_of(bundle.maker_id)
    sale.amount = bundle.amount - (cut.saved if cut else 0)
    sale.currency, sale.code = money.currency(), cut.code.word if cut else ""
    amounts = divided(sale.amount, pieces)
    taxes = [earnings.tax_in(amount) for amount in amounts]
    sale.tax = sum(taxes)
    db.session.add(sale)
    db.session.flush()
    codes.note(cut, sale)
    rows = enumerate(zip(pieces, amounts, taxes, strict=True))
    db.session.add_all(_part(sale, n, piece, amount, tax) for n, (piece, amount, tax) in rows)
    db.session.flush()
    return sale


def _part(sale: Sale, n: int, piece: Content, amount: int, tax: int) -> SalePart:
    return SalePart(sale_id=sale.id, n=n, content_id=piece.id, title=piece.heading[:120], amount=amount, tax=tax)


def _open(sale: Sale, person, ids: Sequence[int]) -> None:
    sale.state, sale.paid_at = "paid", clock.now()
    for each in ids:
        right = {"scope": "content", "scope_id": each, "source": "bundle", "source_ref": sale.public_id}
        entitlements.grant(person.id, **right)
    db.session.flush()
