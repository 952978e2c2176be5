"""Reads of rewards: for the published formula, the studio, and who looks for what is made up."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, update

from wm.domains.rewards import pool
from wm.domains.rewards.cycles import open_points
from wm.domains.rewards.models import Cycle, Milestone, Share
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 30
DAYS = 14
FILMS = 10


class Day(NamedTuple):
    """What one day brought a creator: points that count, and points that do not."""

    day: date
    points: int
    refused: int


class Paid(NamedTuple):
    """A creator's part of a cycle."""

    share: Share
    cycle: Cycle


class Outlook(NamedTuple):
    """What the present day would bring if it ended now, in minor units, and by how many points of how many."""

    amount: int
    points: int
    all_points: int


def in_the_pool() -> int:
    """Return what the pool has, in minor units."""
    return pool.account().available


def cycles(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the cycles, newest first."""
    wanted = select(Cycle)
    if place := decode(cursor, int):
        wanted = wanted.where(Cycle.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Cycle.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda cycle: (cycle.id,))


def paid_to(person_id: int, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what cycles paid a creator, newest first."""
    wanted = select(Share, Cycle).join(Cycle, Cycle.id == Share.cycle_id).where(Share.creator_id == person_id)
    if place := decode(cursor, int):
        wanted = wanted.where(Share.id < place[0])
    rows = [Paid(*row) for row in db.session.execute(wanted.order_by(Share.id.desc()).limit(size + 1))]
    return cut(rows, size, lambda paid: (paid.share.id,))


def days(person_id: int, number: int = DAYS) -> list[Day]:
    """Return what the last days brought a creator, oldest first (UTC)."""
    first = clock.now().date() - timedelta(days=number - 1)
    when = func.date(Milestone.reached_at)
    since = Milestone.reached_at >= clock.now() - timedelta(days=number)
    wanted = select(when, Milestone.refused == "", func.sum(Milestone.points))
    wanted = wanted.where(Milestone.creator_id == person_id, since).group_by(when, Milestone.refused == "")
    found = {(str(day), bool(counts)): int(points) for day, counts, points in db.session.execute(wanted)}
    every = [first + timedelta(days=n) for n in range(number)]
    return [Day(each, found.get((str(each), True), 0), found.get((str(each), False), 0)) for each in every]


def best_films(person_id: int, since: datetime, limit: int = FILMS) -> list[tuple[int, int]]:
    """Return (row id of the film, valid points) of a creator's best films since a moment, best first."""
    total = func.sum(Milestone.points)
    wanted = select(Milestone.content_id, total).where(Milestone.creator_id == person_id, Milestone.refused == "")
    wanted = wanted.where(Milestone.reached_at >= since).group_by(Milestone.content_id)
    found = db.session.execute(wanted.order_by(total.desc(), Milestone.content_id).limit(limit))
    return [(content_id, int(points)) for content_id, points in found]


def refused_points(person_id: int, since: datetime) -> dict[str, int]:
    """Return a creator's points that do not count since a moment, by the reason."""
    mine = Milestone.creator_id == person_id, Milestone.refused != "", Milestone.reached_at >= since
    wanted = select(Milestone.refused, func.sum(Milestone.points)).where(*mine).group_by(Milestone.refused)
    return {why: int(points) for why, points in db.session.execute(wanted)}


def outlook(person_id: int) -> Outlook:
    """Return what the milestones that nobody has paid yet would bring a creator now."""
    points = open_points(clock.now())
    mine, total = points.get(person_id, 0), sum(points.values())
    if not mine:
        return Outlook(0, 0, total)
    parts = money.split(pool.budget(in_the_pool(), total), list(points.values()))
    return Outlook(dict(zip(points, parts, strict=True))[person_id], mine, total)


def share(share_id: int) -> Share | None:
    """Return one creator's part of a cycle by row id, None when there is none."""
    return db.session.get(Share, share_id)


def watched(until: datetime) -> list:
    """Return (creator_id, person_id, points, number of milestones) of what is valid and not paid, for who looks at it."""
    open_ones = Milestone.cycle_id.is_(None), Milestone.refused == "", Milestone.reached_at < until
    wanted = select(Milestone.creator_id, Milestone.person_id, func.sum(Milestone.points), func.count())
    wanted = wanted.where(*open_ones).group_by(Milestone.creator_id, Milestone.person_id)
    return [(creator, viewer, int(points), number) for creator, viewer, points, number in db.session.execute(wanted)]


def refuse(pairs: Iterable[tuple[int, int]], why: str, until: datetime) -> int:
    """Let unpaid milestones of these (creator, viewer) bring nothing, and say why (of REFUSALS); returns how many."""
    number = 0
    for creator_id, person_id in sorted(set(pairs)):
        mine = Milestone.creator_id == creator_id, Milestone.person_id == person_id
        still = Milestone.cycle_id.is_(None), Milestone.refused == "", Milestone.reached_at < until
        done = update(Milestone).where(*mine, *still).values(refused=why)
        number += db.session.execute(done, execution_options={"synchronize_session": False}).rowcount
    return number
