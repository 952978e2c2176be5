"""Who is a member of a creator: the list, the numbers of each tier, and the badges beside names."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from wm.domains.memberships.models import STATES, Membership, Period, Price, Tier
from wm.domains.people import Person
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 50
MILESTONES = (1, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)


class Member(NamedTuple):
    """A membership, whose it is, and what they have paid in all, in minor units."""

    row: Membership
    person: Person
    total: int


class Count(NamedTuple):
    """How many live members a tier has, trials among them, and what they pay in a month, years shared out."""

    members: int = 0
    trials: int = 0
    per_month: int = 0


def members(creator_id: int, words: str = "", state: str = "", cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of members, newest first; `words` are looked for in names and handles, `state` "" means who is in."""
    wanted = _wanted(creator_id, words, state)
    if place := decode(cursor, datetime, int):
        when, row_id = place
        older = or_(Membership.joined_at < when, and_(Membership.joined_at == when, Membership.id < row_id))
        wanted = wanted.where(older)
    wanted = wanted.order_by(Membership.joined_at.desc(), Membership.id.desc()).limit(size + 1)
    found = [Member(*row) for row in db.session.execute(wanted)]
    return cut(found, size, lambda member: (member.row.joined_at, member.row.id))


def all_members(creator_id: int, words: str = "", state: str = "") -> Iterator[Member]:
    """Return every one of them, page by page."""
    cursor = None
    while True:
        found = members(creator_id, words, state, cursor, size=500)
        yield from found.items
        if found.next is None:
            return
        cursor = found.next


def _wanted(creator_id: int, words: str, state: str) -> Select:
    paid = select(func.coalesce(func.sum(Period.amount), 0)).where(Period.membership_id == Membership.id)
    wanted = select(Membership, Person, paid.scalar_subquery()).join(Person, Person.id == Membership.person_id)
    wanted = wanted.where(Membership.creator_id == creator_id).options(joinedload(Membership.tier))
    wanted = wanted.where(Membership.state == state if state in STATES else Membership.state != "ended")
    if words:
        like = f"%{words.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        wanted = wanted.where(or_(Person.name.like(like, escape="!"), Person.handle.like(like.lower(), escape="!")))
    return wanted


def counts(creator_id: int) -> dict[int, Count]:
    """Return the numbers of a creator's tiers, by their row ids; tiers without members are not there."""
    is_trial = Membership.state == "trial"
    months = case((and_(~is_trial, Membership.period == "month"), Price.per_month), else_=0)
    years = case((and_(~is_trial, Membership.period == "year"), Price.per_year), else_=0)
    sums = func.sum(case((is_trial, 1), else_=0)), func.sum(months), func.sum(years)
    wanted = select(Membership.tier_id, func.count(), *sums)
    wanted = wanted.join(Price, Price.id == Membership.price_id).where(Membership.creator_id == creator_id)
    rows = db.session.execute(wanted.where(Membership.state != "ended").group_by(Membership.tier_id))
    return {tier: Count(n, int(tried), int(month) + int(year or 0) // 12) for tier, n, tried, month, year in rows}


def count(creator_id: int) -> int:
    """Return how many live members somebody has."""
    mine = select(func.count(Membership.id)).where(Membership.creator_id == creator_id, Membership.state != "ended")
    return db.session.scalar(mine) or 0


def badges(creator_id: int, person_ids: Iterable[int]) -> dict[int, Tier]:
    """Return which of these people are members of a creator, with their tiers, in one statement; trials have none."""
    ids = set(person_ids)
    if not ids:
        return {}
    shown = Membership.state.in_(("active", "past_due"))
    mine = select(Membership.person_id, Tier).join(Tier, Tier.id == Membership.tier_id)
    return dict(
        db.session.execute(mine.where(Membership.creator_id == creator_id, Membership.person_id.in_(ids), shown)).all()
    )
