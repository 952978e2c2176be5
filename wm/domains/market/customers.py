"""Who bought what of a creator: added up for each person, and sale by sale."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import people
from wm.domains.market.models import Sale
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE, BATCH, TITLES = 30, 500, 4
COUNTED = ("paid", "disputed")


class Customer(NamedTuple):
    """One person who bought something: how often, for how much in all (minor units), when last, and what (newest first)."""

    person_id: int
    count: int
    total: int
    last_at: datetime
    titles: list[str] = []


def customers(seller, cursor: str | None = None, words: str = "", size: int = PAGE) -> Page:
    """Return a page of a creator's customers, who bought last first; those whose name or handle holds `words`."""
    last = func.max(Sale.id)
    wanted = select(Sale.buyer_id, func.count(), func.sum(Sale.amount), func.max(Sale.paid_at), last)
    wanted = wanted.where(Sale.seller_id == seller.id, Sale.state.in_(COUNTED)).group_by(Sale.buyer_id)
    if words.strip():
        wanted = wanted.where(Sale.buyer_id.in_(_named(words)))
    if place := decode(cursor, int):
        wanted = wanted.having(last < place[0])
    rows = db.session.execute(wanted.order_by(last.desc()).limit(size + 1)).all()
    page = cut(rows, size, lambda row: (row[4],))
    titles = _titles(seller, [row[0] for row in page.items])
    found = [Customer(row[0], row[1], int(row[2]), row[3], titles.get(row[0], [])) for row in page.items]
    return Page(found, page.next)


def totals(seller) -> tuple[int, int, int]:
    """Return how many people bought how many things of a creator, and for how much in all (minor units)."""
    wanted = select(func.count(Sale.buyer_id.distinct()), func.count(), func.coalesce(func.sum(Sale.amount), 0))
    row = db.session.execute(wanted.where(Sale.seller_id == seller.id, Sale.state.in_(COUNTED))).one()
    return row[0], row[1], int(row[2])


def every_sale(seller) -> Iterator[Sale]:
    """Yield all that was bought of a creator, newest first, a batch at a time; what went back too."""
    after = None
    while True:
        wanted = select(Sale).where(Sale.seller_id == seller.id, Sale.paid_at.is_not(None)).order_by(Sale.id.desc())
        more = wanted.where(Sale.id < after) if after else wanted
        rows = list(db.session.scalars(more.limit(BATCH)))
        yield from rows
        if len(rows) < BATCH:
            return
        after = rows[-1].id


def _titles(seller, buyers: Collection[int]) -> dict[int, list[str]]:
    rank = func.row_number().over(partition_by=Sale.buyer_id, order_by=Sale.id.desc()).label("place")
    mine = select(Sale.buyer_id, Sale.title, rank).where(Sale.seller_id == seller.id, Sale.state.in_(COUNTED))
    ranked = mine.where(Sale.buyer_id.in_(list(buyers))).subquery()
    found: dict[int, list[str]] = {}
    latest = select(ranked.c.buyer_id, ranked.c.title).where(ranked.c.place <= TITLES).order_by(ranked.c.place)
    for buyer_id, title in db.session.execute(latest):
        found.setdefault(buyer_id, []).append(title)
    return found


def _named(words: str):
    person = people.Person
    said = [
        person.name.icontains(word, autoescape=True) | person.handle.icontains(word.lstrip("@"), autoescape=True)
        for word in words.split()[:6]
    ]
    return select(person.id).where(*said)
