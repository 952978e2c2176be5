"""Reads for the studio: what waits and why, and what came in by month, source and piece."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select

from wm.domains.earnings.models import Earning, Return
from wm.domains.earnings.rates import FIRST, rates
from wm.domains.earnings.reserving import plan_of
from wm.domains.earnings.returning import pending_of
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30
MONTHS = 12
PIECES = 50


class Sum(NamedTuple):
    """What came in under one heading: how often, what was paid, tax, what went back (minor units)."""

    name: object
    count: int
    gross: int
    tax: int
    returned: int

    @property
    def kept(self) -> int:
        """What was paid and did not go back."""
        return self.gross - self.returned


class Held(NamedTuple):
    """Earnings that are kept back for one reason: why, until when (None: until somebody decides), how many, how much."""

    why: str
    until: datetime | None
    count: int
    amount: int


def find_own(public_id: str, seller_id: int) -> Earning:
    """Return one earning of this creator. Raises NotFound."""
    mine = select(Earning).where(Earning.public_id == public_id, Earning.seller_id == seller_id)
    found = db.session.scalars(mine).first()
    if found is None:
        raise NotFound()
    return found


def by_subjects(subjects: Collection[str]) -> dict[str, Earning]:
    """Return earnings by what their moves are about ("sale:AbC"); others are not there."""
    pairs = [tuple(each.split(":", 1)) for each in subjects if ":" in each]
    if not pairs:
        return {}
    wanted = or_(*(and_(Earning.source == source, Earning.source_ref == ref) for source, ref in set(pairs)))
    return {f"{each.source}:{each.source_ref}": each for each in db.session.scalars(select(Earning).where(wanted))}


def returns_of(earning_ids: Iterable[int]) -> dict[int, list[Return]]:
    """Return what went back of each of these earnings, oldest first."""
    found: dict[int, list[Return]] = {}
    wanted = select(Return).where(Return.earning_id.in_(set(earning_ids))).order_by(Return.id)
    for each in db.session.scalars(wanted):
        found.setdefault(each.earning_id, []).append(each)
    return found


def lines(
    seller_id: int,
    cursor: str | None = None,
    size: int = PAGE,
    *,
    source: str = "",
    content_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page:
    """Return a page of a creator's earnings, newest first, as narrowed."""
    wanted = select(Earning).where(Earning.seller_id == seller_id)
    wanted = wanted.where(Earning.source == source) if source else wanted
    wanted = wanted.where(Earning.content_id == content_id) if content_id else wanted
    wanted = wanted.where(Earning.sold_at >= since) if since else wanted
    wanted = wanted.where(Earning.sold_at < until) if until else wanted
    if place := decode(cursor, datetime, int):
        before = and_(Earning.sold_at == place[0], Earning.id < place[1])
        wanted = wanted.where(or_(Earning.sold_at < place[0], before))
    rows = list(db.session.scalars(wanted.order_by(Earning.sold_at.desc(), Earning.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda earning: (earning.sold_at, earning.id))


def held(seller_id: int) -> list[Held]:
    """Return what of a creator's is kept back, by reason."""
    kept = select(Earning).where(Earning.seller_id == seller_id, Earning.state == "pending", Earning.held_why != "")
    found: dict[tuple, list[int]] = {}
    for each in db.session.scalars(kept.order_by(Earning.id)):
        if each.is_held:
            found.setdefault((each.held_why, each.held_until), []).append(pending_of(each))
    return [Held(why, until, len(amounts), sum(amounts)) for (why, until), amounts in found.items()]


def next_settling(seller_id: int) -> datetime | None:
    """Return when the next of a creator's earnings becomes available, None when nothing waits."""
    waits = select(func.min(Earning.settles_at)).where(Earning.seller_id == seller_id, Earning.state == "pending")
    return db.session.scalar(waits.where(or_(Earning.held_why == "", Earning.held_until <= clock.now())))


def total(seller_id: int, since: datetime) -> int:
    """Return what was paid for a creator's work since then and did not go back, without tax."""
    kept = func.sum(Earning.gross - Earning.tax - Earning.returned)
    mine = Earning.seller_id == seller_id, Earning.sold_at >= since
    return max(0, int(db.session.scalar(select(kept).where(*mine)) or 0))


def expected(seller_id: int, until: datetime) -> int:
    """Return about how much becomes available until then, by the share that was in force at each sale.

    What rests then in a reserve is not in it."""
    rate, waits = _rate(), func.sum(Earning.gross - Earning.tax - Earning.returned)
    mine = Earning.seller_id == seller_id, Earning.state == "pending", Earning.settles_at < until
    free = or_(Earning.held_why == "", Earning.held_until <= until)
    rows = db.session.execute(select(rate, waits).where(*mine, free).group_by(rate))
    sums = {points: max(0, int(total)) for points, total in rows}
    shares, plan = sum(total - money.share(total, points) for points, total in sums.items()), plan_of(seller_id)
    return shares - (money.share(shares, plan.basis_points) if plan else 0)


def _rate():
    """Return the site's share that each earning is divided by, in basis points, as a column."""
    told = [
        (and_(Earning.source == each.source, Earning.sold_at >= each.from_at), each.basis_points) for each in rates()
    ]
    told += [(Earning.source == source, points) for source, points in FIRST.items()]
    return case(*told, else_=0).label("rate")


def by_source(seller_id: int, since: datetime | None = None) -> list[Sum]:
    """Return what each source brought, the most first."""
    return _sums(_summed(Earning.source, seller_id, since).group_by(Earning.source))


def by_content(seller_id: int, since: datetime | None = None) -> list[Sum]:
    """Return what each piece brought, by its row id, the most first."""
    mine = _summed(Earning.content_id, seller_id, since).where(Earning.content_id.is_not(None))
    return _sums(mine.group_by(Earning.content_id).order_by(func.sum(Earning.gross).desc()).limit(PIECES))


def by_month(seller_id: int, months: int = MONTHS) -> list[Sum]:
    """Return what each of the last months brought, oldest first; `name` is the first moment of the month (UTC)."""
    first = month_before(clock.now(), months - 1)
    year, month = func.extract("year", Earning.sold_at), func.extract("month", Earning.sold_at)
    key = (year * 12 + month).label("month")
    found = {int(each.name): each for each in _sums(_summed(key, seller_id, first).group_by(key))}
    told = []
    for n in range(months):
        moment = month_before(clock.now(), months - 1 - n)
        known = found.get(moment.year * 12 + moment.month)
        told.append(known._replace(name=moment) if known else Sum(moment, 0, 0, 0, 0))
    return told


def month_before(moment: datetime, back: int) -> datetime:
    """Return the first moment of the month that lies `back` months before that of `moment` (UTC)."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - back, 12)
    return datetime(year, month + 1, 1, tzinfo=UTC)


def _summed(key, seller_id: int, since: datetime | None) -> Select:
    parts = (Earning.gross, Earning.tax, Earning.returned)
    wanted = select(key, func.count(), *(func.sum(part) for part in parts)).where(Earning.seller_id == seller_id)
    return wanted.where(Earning.sold_at >= since) if since else wanted


def _sums(wanted: Select) -> list[Sum]:
    rows = [Sum(name, *(int(part) for part in parts)) for name, *parts in db.session.execute(wanted)]
    return sorted(rows, key=lambda each: -each.gross)
