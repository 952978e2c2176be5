"""Buying a bundle: one price, one receipt, a right to each piece, and its price divided over them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select

from wm.domains import content, earnings, entitlements, ledger
from wm.domains.content import Content
from wm.domains.market import buying, codes, licences
from wm.domains.market.bundle_models import Bundle, SalePart
from wm.domains.market.bundles import content_ids, pieces_of
from wm.domains.market.errors import AlreadyUnlocked, NotForSale, OwnPiece, PriceChanged
from wm.domains.market.events import ItemUnlocked
from wm.domains.market.models import Sale
from wm.domains.market.policies import policy_of
from wm.domains.market.pricing import LEAST, offers
from wm.kernel import money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record


class Seen(NamedTuple):
    """A bundle as somebody saw it; another price or other pieces since then are another `revision`."""

    bundle: Bundle
    revision: str


def buy_bundle(person, bundle: Bundle, *, key: str, revision: str, code: str = "") -> Sale:
    """Sell a bundle to `person` out of their wallet, once for this `key`, as it was when they saw `revision` of it.

    Raises PriceChanged, NotForSale, OwnPiece, AlreadyUnlocked, CodeRefused or SoldOut (409), KeyReused (422),
    InsufficientFunds (402)."""
    sale, is_new = _order(person, Seen(bundle, revision), key, code)
    return pay(person, sale) if is_new else sale


def order_bundle(person, bundle: Bundle, *, key: str, revision: str, code: str = "", paid_with: str = "") -> Sale:
    """Write down that `person` wants a bundle with money that comes from outside; once for this `key`; raises as `buy_bundle`."""
    sale, is_new = _order(person, Seen(bundle, revision), key, code)
    sale.paid_with = paid_with if is_new else sale.paid_with
    return sale


def _order(person, seen: Seen, key: str, code: str) -> tuple[Sale, bool]:
    """Return the order under this key, and whether it was written just now."""
    buying.lock_accounts(person.id, seen.bundle.maker_id)
    known = buying.of_key(person, key)
    if known is None:
        return _written_for_oneself(person, seen, key, code), True
    if (known.kind, known.bundle_id) != ("bundle", seen.bundle.id):
        raise ledger.KeyReused()
    return known, False


def _written_for_oneself(person, seen: Seen, key: str, code: str) -> Sale:
    sale = written(person, seen, "bundle", key, code)
    _kept(for_sale(seen.bundle, person), person)
    return sale


def look_again(sale: Sale, person) -> None:
    """Refuse an order whose bundle is not what it was; a lower price is taken."""
    pieces = bundle_again(sale, person)
    _kept(pieces, person)


def bundle_again(sale: Sale, person) -> list[Content]:
    """Return the pieces of an order, if its bundle holds them still and costs no more; a lower price is taken.

    Raises NotForSale, PriceChanged, OwnPiece (409)."""
    wanted = select(Bundle).where(Bundle.id == sale.bundle_id)
    bundle = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).first()
    if bundle is None or bundle.closed_at is not None:
        raise NotForSale()
    pieces = for_sale(bundle, person)
    if {piece.id for piece in pieces} != set(content_ids(sale)) or bundle.amount > sale.amount + codes.saved_on(sale):
        raise PriceChanged()
    if bundle.amount < sale.amount:
        db.session.execute(delete(SalePart).where(SalePart.sale_id == sale.id))
        _divide(sale, bundle.amount, pieces)
    return pieces


def pay(person, sale: Sale) -> Sale:
    """Take the money for an order of a bundle from the wallet, and open all of it; its accounts are locked by now."""
    ids = content_ids(sale)
    kept = _kept(content.in_order(ids), person)
    reserved = licences.reserve(set(ids) - kept)
    buying.charge(person, sale)
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


def for_sale(bundle: Bundle, person) -> list[Content]:
    """Return the pieces of a bundle for somebody who may see and buy them. Raises NotForSale, OwnPiece (409)."""
    if bundle.maker_id == person.id:
        raise OwnPiece()
    try:
        pieces = [content.with_row_id(each) for each in pieces_of([bundle]).get(bundle.id, ())]
    except NotFound:
        raise NotForSale() from None
    if not pieces or not all(piece.is_published and content.may_watch(piece, person) for piece in pieces):
        raise NotForSale()
    return pieces


def _kept(pieces: Sequence[Content], person) -> set[int]:
    """Return which of these pieces somebody has for good already. Raises AlreadyUnlocked (409) when it is all of them."""
    known = content.decisions(pieces, person)
    kept = {piece.id for piece in pieces if known[piece.id].why in (*buying.KEPT, "free")}
    if len(kept) == len(pieces):
        raise AlreadyUnlocked()
    return kept


def written(person, seen: Seen, kind: str, key: str, code: str) -> Sale:
    """Write down an order of a bundle, for oneself or as a gift, to be paid."""
    bundle = _fresh(*seen)
    pieces = for_sale(bundle, person)
    ids = [piece.id for piece in pieces]
    cut = codes.take(code, bundle.maker_id, ids, bundle.amount, person.id) if code else None
    sale = Sale(key=buying.key_of(person, key), buyer_id=person.id, seller_id=bundle.maker_id, kind=kind)
    sale.bundle_id, sale.title, sale.policy = bundle.id, bundle.title, policy_of(bundle.maker_id)
    sale.amount = sale.tax = 0
    sale.currency, sale.code = money.currency(), cut.code.word if cut else ""
    db.session.add(sale)
    db.session.flush()
    codes.note(cut, sale)
    _divide(sale, bundle.amount - (cut.saved if cut else 0), pieces)
    return sale


def _divide(sale: Sale, amount: int, pieces: Sequence[Content]) -> None:
    """Note what a sale costs, and what of it is for each piece."""
    amounts = divided(amount, pieces)
    taxes = [earnings.tax_in(each) for each in amounts]
    sale.amount, sale.tax = amount, sum(taxes)
    rows = enumerate(zip(pieces, amounts, taxes, strict=True))
    db.session.add_all(_part(sale, n, piece, each, tax) for n, (piece, each, tax) in rows)
    db.session.flush()


def _part(sale: Sale, n: int, piece: Content, amount: int, tax: int) -> SalePart:
    return SalePart(sale_id=sale.id, n=n, content_id=piece.id, title=piece.heading[:120], amount=amount, tax=tax)


def _open(sale: Sale, person, ids: Sequence[int]) -> None:
    for each in ids:
        right = {"scope": "content", "scope_id": each, "source": "bundle", "source_ref": sale.public_id}
        entitlements.grant(person.id, **right)
    db.session.flush()
