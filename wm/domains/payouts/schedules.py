"""Paying out by itself: weekly on Fridays, monthly on the first, once for each period whatever runs how often."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select

from wm.domains import earnings, factors, people
from wm.domains.payouts import targets
from wm.domains.payouts.models import RHYTHMS, PayoutSchedule, PayoutTarget, Withdrawal
from wm.domains.payouts.withdrawals import ask
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid

FRIDAY = 4
WEEK = timedelta(days=7)


def choose(person, rhythm: str, target_id: str = "") -> PayoutSchedule:
    """Choose how often what is available goes out by itself, and where to.

    Raises Invalid (422), NotFound, SecondFactorNeeded (403)."""
    if rhythm not in RHYTHMS:
        raise Invalid(fields={"rhythm": ["Choose weekly, monthly or by hand."]})
    if rhythm != "hand":
        factors.demand(person)
    target = targets.find_target(person, target_id) if rhythm != "hand" else None
    schedule = of(person)
    schedule.rhythm, schedule.target_id, schedule.changed_at = rhythm, target and target.id, clock.now()
    db.session.add(schedule)
    db.session.flush()
    return schedule


def of(person) -> PayoutSchedule:
    """Return a creator's schedule; by hand, and not kept, for who never chose one."""
    found = db.session.scalars(select(PayoutSchedule).where(PayoutSchedule.person_id == person.id)).first()
    return found or PayoutSchedule(person_id=person.id, rhythm="hand")


def next_day(rhythm: str, now: datetime | None = None) -> datetime | None:
    """Return the next day on which money goes out by that rhythm, None when it goes by hand."""
    now = now or clock.now()
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    if rhythm == "week":
        return midnight + timedelta(days=(FRIDAY - now.weekday() - 1) % 7 + 1)
    return earnings.month_before(now, -1) if rhythm == "month" else None


def period(rhythm: str, now: datetime | None = None) -> str:
    """Return the name of the period whose day has come last: w2026-11-20, m2026-11."""
    now = now or clock.now()
    if rhythm == "month":
        return f"m{now:%Y-%m}"
    return f"w{now - timedelta(days=(now.weekday() - FRIDAY) % 7):%Y-%m-%d}"


def due(after: int = 0, limit: int = 100) -> list[tuple[int, str]]:
    """Return (person id, period) of schedules whose day has come since they were chosen, in the order of their rows."""
    wanted = select(PayoutSchedule).where(PayoutSchedule.rhythm != "hand", PayoutSchedule.person_id > after)
    rows = db.session.scalars(wanted.order_by(PayoutSchedule.person_id).limit(limit))
    return [(each.person_id, period(each.rhythm)) for each in rows]


def run(person_id: int, of_period: str) -> Withdrawal | None:
    """Send what a creator has available, once for that period; None when there is nothing to send. Raises as `ask` does."""
    person = people.find(person_id)
    schedule = of(person) if person else None
    if schedule is None or schedule.target_id is None or _began_later(schedule, of_period):
        return None
    available = earnings.available_of(person.id).available
    amount = min(available, current_app.config["PAYOUT_MOST"])
    if amount < current_app.config["PAYOUT_LEAST"]:
        return None
    return ask(person, amount, db.session.get(PayoutTarget, schedule.target_id), key=of_period, period=of_period)


def _began_later(schedule: PayoutSchedule, of_period: str) -> bool:
    """Whether the schedule was chosen after the day of that period: the first payout is on the next one."""
    day = f"{of_period[1:]}-01" if of_period.startswith("m") else of_period[1:]
    return schedule.changed_at >= datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)
