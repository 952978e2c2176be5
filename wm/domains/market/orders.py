"""Orders: what somebody buys with money that comes from outside, completed once, whoever says first that it is there."""

from sqlalchemy import select

from wm.domains.market import bundling, buying, giving
from wm.domains.market.events import OrderFailed
from wm.domains.market.gifts import of_sale
from wm.domains.market.models import Sale
from wm.kernel.db import db
from wm.kernel.errors import DomainError, NotFound
from wm.kernel.facts import record

WAYS = {"bundle": bundling, "gift": giving}  # any other kind is a piece for oneself


def receive(public_id: str, person, payment_ref: str = "") -> Sale:
    """Complete an order whose money has arrived, once, whoever says so first; or say why not: the money stays theirs.

    Raises NotFound for what is not an order of `person`'s."""
    sale = db.session.scalars(select(Sale).where(Sale.public_id == public_id, Sale.buyer_id == person.id)).first()
    if sale is None:
        raise NotFound()
    buying.lock_accounts(sale.buyer_id, sale.seller_id)
    fresh = select(Sale).where(Sale.id == sale.id).with_for_update().execution_options(populate_existing=True)
    sale = db.session.scalars(fresh).one()
    if sale.state == "pending":
        sale.payment_ref = payment_ref or sale.payment_ref
        complete(sale, person)
    return sale


def give_up(public_id: str, person, why: str) -> None:
    """Close an order whose money will not come."""
    sale = db.session.scalars(select(Sale).where(Sale.public_id == public_id, Sale.buyer_id == person.id)).first()
    if sale is not None and sale.state == "pending":
        buying.lock_accounts(sale.buyer_id, sale.seller_id)
        db.session.refresh(sale, with_for_update=True)
        if sale.state == "pending":
            _ended(sale, "cancelled", why)


def complete(sale: Sale, person) -> Sale:
    """Pay a pending order from the wallet, or fail it with the reason; its accounts are locked by now."""
    try:
        WAYS.get(sale.kind, buying).look_again(sale, person)
        return WAYS.get(sale.kind, buying).pay(person, sale)
    except DomainError as refusal:
        _ended(sale, "failed", refusal.message)
        record(OrderFailed(sale.id, sale.buyer_id))
        return sale


def _ended(sale: Sale, state: str, why: str) -> None:
    """Note that an order came to nothing, and forget the address of whom a gift was for."""
    sale.state, sale.why = state, why[:300]
    if sale.kind == "gift":
        of_sale(sale).mail = ""
    db.session.flush()
