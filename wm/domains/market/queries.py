"""Reads of the market: orders, receipts, customers, and what is open."""

from collections.abc import Iterable

from sqlalchemy import func, select

from wm.domains import entitlements
from wm.domains.entitlements import Grant
from wm.domains.market.buying import of_key
from wm.domains.market.models import Sale
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30

__all__ = [
    "bought_by",
    "customers_of",
    "of_key",
    "order",
    "orders_named",
    "sales_of",
    "sold",
    "unlocked",
    "with_row_id",
]


def order(public_id: str, person) -> Sale:
    """Return an order for its buyer. Raises NotFound for everybody else."""
    mine = select(Sale).where(Sale.public_id == public_id, Sale.buyer_id == person.id)
    found = db.session.scalars(mine).first()
    if found is None:
        raise NotFound()
    return found


def with_row_id(sale_id: int) -> Sale:
    """Return an order or sale by its row. Raises NotFound."""
    found = db.session.get(Sale, sale_id)
    if found is None:
        raise NotFound()
    return found


def orders_named(public_ids: Iterable[str], person) -> dict[str, Sale]:
    """Return those of `person`'s orders, by their public ids."""
    mine = select(Sale).where(Sale.public_id.in_(set(public_ids)), Sale.buyer_id == person.id)
    return {sale.public_id: sale for sale in db.session.scalars(mine)}


def bought_by(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` has ordered, newest first."""
    return _page(select(Sale).where(Sale.buyer_id == person.id), cursor, size)


def sales_of(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what others have bought of `person`, newest first."""
    return _page(select(Sale).where(Sale.seller_id == person.id, Sale.paid_at.is_not(None)), cursor, size)


def customers_of(person) -> list[int]:
    """Return the row ids of everybody who has bought something of `person`."""
    mine = select(Sale.buyer_id).where(Sale.seller_id == person.id, Sale.paid_at.is_not(None)).distinct()
    return list(db.session.scalars(mine))


def sold(content_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how often each of these pieces was bought, and for how much together (minor units), by row id."""
    paid = Sale.content_id.in_(list(content_ids)), Sale.paid_at.is_not(None)
    sums = select(Sale.content_id, func.count(), func.sum(Sale.amount)).where(*paid).group_by(Sale.content_id)
    return {each: (count, int(total)) for each, count, total in db.session.execute(sums)}


def unlocked(person) -> list[Grant]:
    """Return what single pieces are open for `person` now, newest first."""
    return [right for right in entitlements.live_grants(person.id) if right.scope == "content"]


def _page(wanted, cursor: str | None, size: int) -> Page:
    if place := decode(cursor, int):
        wanted = wanted.where(Sale.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Sale.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda sale: (sale.id,))
