"""Spending limits that people set for themselves: lowering one holds at once, raising it after a day."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import ledger, people
from wm.domains.payments.errors import SpendingLimitReached
from wm.domains.payments.models import SpendingLimit
from wm.kernel import clock, money, zones
from wm.kernel.db import db
from wm.kernel.errors import Invalid

SPENDING = ("sale", "tip", "membership", "pro", "tax")
RAISED_AFTER = timedelta(hours=24)


class Allowance(NamedTuple):
    """What a person may spend (None: no limit), what is spent, and what will hold from when on."""

    day: int | None
    month: int | None
    spent_today: int
    spent_this_month: int
    next_day: int | None = None
    next_month: int | None = None
    next_from: datetime | None = None


def check_spending(person_id: int, amount: int) -> None:
    """Make sure that a person's own limits allow `amount` more; locks their wallet. Raises SpendingLimitReached (409).

    Call it in the transaction of the purchase, before it is posted: between the two nobody else can spend."""
    limit = _limit(person_id)
    if limit is None or (_now(limit) == (None, None)):
        return
    ledger.locked([ledger.wallet(person_id).id])
    for most, since in zip(_now(limit), _starts(person_id), strict=True):
        if most is not None and _spent(person_id, since) + amount > most:
            raise SpendingLimitReached(limit=most)


def may_spend(person_id: int, amount: int) -> bool:
    """Whether `check_spending` would let it pass."""
    try:
        check_spending(person_id, amount)
    except SpendingLimitReached:
        return False
    return True


def allowance(person_id: int) -> Allowance:
    """Return a person's limits and what is spent of them."""
    limit = _limit(person_id)
    today, month = (_spent(person_id, since) for since in _starts(person_id))
    if limit is None:
        return Allowance(None, None, today, month)
    day, per_month = _now(limit)
    waits = limit.next_from is not None and limit.next_from > clock.now()
    coming = (limit.next_day, limit.next_month, limit.next_from) if waits else (day, per_month, None)
    return Allowance(day, per_month, today, month, *coming)


def limit_spending(person_id: int, day: int | None, month: int | None) -> Allowance:
    """Set a person's limits (None: no limit). Raises Invalid (422)."""
    for name, most in (("day", day), ("month", month)):
        if most is not None and not 0 <= most <= money.MOST:
            raise Invalid(fields={name: ["That is no limit that anybody can reach."]})
    ledger.locked([ledger.wallet(person_id).id])
    limit = _limit(person_id)
    if limit is None:
        limit = SpendingLimit(person_id=person_id)
        db.session.add(limit)
    limit.day, limit.month = _now(limit)
    limit.day, limit.month = _lower(limit.day, day), _lower(limit.month, month)
    waits = (limit.day, limit.month) != (day, month)
    limit.next_day, limit.next_month = day, month
    limit.next_from = clock.now() + RAISED_AFTER if waits else None
    db.session.flush()
    return allowance(person_id)


def _limit(person_id: int) -> SpendingLimit | None:
    return db.session.scalars(select(SpendingLimit).where(SpendingLimit.person_id == person_id)).first()


def _now(limit: SpendingLimit) -> tuple[int | None, int | None]:
    """Return the limits per day and month that hold at this moment."""
    if limit.next_from is not None and limit.next_from <= clock.now():
        return limit.next_day, limit.next_month
    return limit.day, limit.month


def _lower(now: int | None, wanted: int | None) -> int | None:
    """Return what holds until a raise counts: the stricter of the two."""
    known = [each for each in (now, wanted) if each is not None]
    return min(known) if now is not None and known else wanted


def _starts(person_id: int) -> tuple[datetime, datetime]:
    """Return when this day and this month began by the person's own clock."""
    zone = people.find(person_id).time_zone
    midnight = zones.local(clock.now(), zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return zones.moment(midnight, zone), zones.moment(midnight.replace(day=1), zone).astimezone(UTC)


def _spent(person_id: int, since: datetime) -> int:
    out = ledger.Move.debit_id == ledger.wallet(person_id).id, ledger.Move.created_at >= since
    wanted = select(func.sum(ledger.Move.amount)).where(*out, ledger.Move.reason.in_(SPENDING))
    return int(db.session.scalar(wanted) or 0)
