"""Cycles: once a day what the pool gives for the day is divided among creators by the points of their milestones.

amount of a creator = budget of the day x points of the creator / points of all, by largest remainder (money.split)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, update

from wm.domains import earnings, ledger
from wm.domains.rewards import pool
from wm.domains.rewards.errors import NotOverYet
from wm.domains.rewards.events import CreatorRewarded
from wm.domains.rewards.models import Cycle, Milestone, Share
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.facts import record

DAY = timedelta(days=1)
FOR_THE_DATABASE = {"synchronize_session": False}


def last_day() -> date:
    """Return the newest day that is over (UTC)."""
    return (clock.now() - DAY).date()


def end_of(day: date) -> datetime:
    """Return the first moment after a day (UTC)."""
    return datetime.combine(day, time(), UTC) + DAY


def pay(day: date, held: Mapping[int, tuple[str, datetime]] | None = None) -> Cycle | None:
    """Pay what was reached up to the end of `day` and not paid before, once; None when there is nothing to divide.

    `held` says of creators why, and until when, their part is kept back. Milestones whose creator's part is less than
    the smallest coin wait for the next cycle, and so do all of them while the pool is empty. Raises NotOverYet (409)."""
    if end_of(day) > clock.now():
        raise NotOverYet()
    creators = sorted(open_points(end_of(day)))
    accounts = [pool.account(), *(ledger.of_person("pending", each) for each in creators)]
    there = ledger.locked(account.id for account in accounts)[accounts[0].id]
    known = db.session.scalars(select(Cycle).where(Cycle.day == day).with_for_update()).first()
    if known is not None:
        return known
    cycle = _opened(day, there.posted - there.held)
    amounts = _divided(cycle, _claimed(cycle, creators))
    if not amounts:
        db.session.delete(cycle)
        return None
    for creator_id, (points, amount) in amounts.items():
        _pay(cycle, creator_id, points, amount, (held or {}).get(creator_id))
    return cycle


def _opened(day: date, there: int) -> Cycle:
    cycle = Cycle(day=day, currency=money.currency(), pool=there, budget=0, points=0, paid=0, creators=0)
    db.session.add(cycle)
    db.session.flush()
    return cycle


def _claimed(cycle: Cycle, creators: list[int]) -> dict[int, int]:
    """Let milestones belong to this cycle, and return their points by creator: what comes in meanwhile waits."""
    _move(cycle.id, *_open(end_of(cycle.day)), Milestone.creator_id.in_(creators))
    return _points(Milestone.cycle_id == cycle.id)


def _divided(cycle: Cycle, points: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Return (points, minor units) of each creator that gets something, and give back what the others have reached."""
    total = sum(points.values())
    cycle.points, cycle.budget = total, pool.budget(cycle.pool, total)
    parts = money.split(cycle.budget, list(points.values())) if total else []
    told = {each: (points[each], amount) for each, amount in zip(points, parts, strict=True) if amount}
    cycle.paid, cycle.creators = sum(amount for _, amount in told.values()), len(told)
    _move(None, Milestone.cycle_id == cycle.id, Milestone.creator_id.not_in(told))
    db.session.flush()
    return told


def _move(cycle_id: int | None, *which) -> None:
    db.session.execute(update(Milestone).where(*which).values(cycle_id=cycle_id), execution_options=FOR_THE_DATABASE)


def open_points(until: datetime) -> dict[int, int]:
    """Return the valid points of each creator that were reached before a moment and no cycle has paid."""
    return _points(*_open(until))


def _points(*which) -> dict[int, int]:
    wanted = select(Milestone.creator_id, func.sum(Milestone.points)).where(*which)
    found = db.session.execute(wanted.group_by(Milestone.creator_id).order_by(Milestone.creator_id))
    return {creator_id: int(points) for creator_id, points in found if points}


def _open(until: datetime) -> tuple:
    return Milestone.cycle_id.is_(None), Milestone.refused == "", Milestone.reached_at < until


def _pay(cycle: Cycle, creator_id: int, points: int, amount: int, held: tuple[str, datetime] | None) -> None:
    ref = f"{cycle.day.isoformat()}:{creator_id}"
    earning = earnings.credit("reward", ref, payer=pool.account(), seller_id=creator_id, gross=amount)
    if held:
        earnings.hold_back([earning.id], *held)
    share = Share(cycle_id=cycle.id, creator_id=creator_id, earning_id=earning.id, points=points, amount=amount)
    db.session.add(share)
    db.session.flush()
    record(CreatorRewarded(share.id, creator_id))
