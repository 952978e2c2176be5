"""What the clock does to memberships: renew, try again, end; and paying at once what is past due."""

from datetime import datetime
from typing import NamedTuple

from wm.domains import graph, ledger, payments, people
from wm.domains.memberships import paying, periods
from wm.domains.memberships.events import MembershipEnded, MembershipPastDue, MembershipRenewed
from wm.domains.memberships.models import PERIODS, Membership, Price, Tier
from wm.domains.memberships.queries import fitting, price_for, prices_of
from wm.domains.memberships.timing import wake
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record


class Charge(NamedTuple):
    """What is paid next: for which tier, for a "month" or a "year", and how much, in minor units."""

    tier: Tier
    period: str
    amount: int


CANT_PAY = (ledger.InsufficientFunds, ledger.AccountFrozen, payments.SpendingLimitReached)


def turn(membership_id: int) -> Membership:
    """Do what is due for a membership at this moment: a renewal, another try, its end; or nothing, when nothing is.

    However many do it at once, a period is charged once: the accounts and the row are locked and looked at again."""
    row, now = paying.locked(membership_id), clock.now()
    if row.due_at is None or row.due_at > now:
        return row
    if row.cancelled_at is not None:
        end(row, "cancelled")
    elif _is_orphaned(row):
        end(row, "gone")
    elif _are_apart(row):
        end(row, "apart")
    else:
        _try_to_renew(row, now)
    return row


def pay_now(membership_id: int) -> Membership:
    """Pay what is past due. Raises InsufficientFunds (402), AccountFrozen (409)."""
    row = paying.locked(membership_id)
    if row.state == "past_due":
        _renew(row, clock.now())
    return row


def end(row: Membership, why: str) -> None:
    """End a membership whose row is locked; what it opened is closed at once."""
    row.state, row.ended_at, row.ended_why, row.due_at = "ended", clock.now(), why, None
    row.next_tier_id = row.next_tier = row.next_price_id = row.next_period = None
    paying.shut(row)
    db.session.flush()
    record(MembershipEnded(row.id, why))


def _is_orphaned(row: Membership) -> bool:
    """Whether one of the two is not here any more."""
    who = [people.find(each) for each in {row.person_id, row.creator_id} - {0}]
    return any(person is None or person.closed_at is not None for person in who)


def _are_apart(row: Membership) -> bool:
    """Whether one of the two has blocked the other: nobody pays for what they may not see."""
    return not row.is_pro and graph.are_apart(people.find(row.person_id), row.creator_id)


def _try_to_renew(row: Membership, now: datetime) -> None:
    try:
        _renew(row, now)
    except CANT_PAY:
        _put_off(row, now)


def _renew(row: Membership, now: datetime) -> None:
    """Begin the next period, where the last one ended or, when that is too long ago, now."""
    tier, period, agreed = planned(row)
    is_late = now >= row.ends_at + periods.GRACE
    starts = now if is_late else row.ends_at
    price = price_for(tier.id, agreed, starts)
    period = period if price.amount(period) is not None else "month"
    anchor, months = (now, 0) if is_late else (row.anchor_at, row.months)
    months += PERIODS[period]
    with db.session.begin_nested():
        row.tier_id, row.price_id, row.period, row.anchor_at, row.months = tier.id, price.id, period, anchor, months
        row.starts_at, row.ends_at = starts, periods.after(anchor, months)
        paying.begin(row, "paid", price.amount(period))
    _renewed(row, tier)


def _renewed(row: Membership, tier: Tier) -> None:
    row.tier, row.state, row.tries, row.due_at = tier, "active", 0, row.ends_at
    row.next_tier_id = row.next_tier = row.next_price_id = row.next_period = None
    paying.open_up(row, tier)
    db.session.flush()
    wake(row)
    record(MembershipRenewed(row.id, row.number))


def planned(row: Membership) -> tuple[Tier, str, int]:
    """Return what the next period is to be: the tier, "month" or "year", and the price agreed to for it."""
    tier = db.session.get(Tier, row.next_tier_id or row.tier_id)
    return tier, row.next_period or row.period, row.next_price_id or row.price_id


def next_charge(row: Membership) -> Charge | None:
    """Return what will be paid next; None when nothing will."""
    return next_charges([row])[row.id]


def next_charges(rows: list[Membership]) -> dict[int, Charge | None]:
    """Return the same for several memberships, by their row ids, in one statement."""
    plans = {row.id: planned(row) for row in rows if row.is_live and not row.is_leaving}
    prices = prices_of({tier.id for tier, _period, _agreed in plans.values()}) if plans else {}
    charges: dict[int, Charge | None] = {}
    for row in rows:
        charges[row.id] = _charge(row, *plans[row.id], prices) if row.id in plans else None
    return charges


def _charge(row: Membership, tier: Tier, period: str, agreed: int, prices: dict[int, list[Price]]) -> Charge:
    price = fitting(prices[tier.id], agreed, max(row.ends_at, clock.now()))
    period = period if price.amount(period) is not None else "month"
    return Charge(tier, period, price.amount(period))


def _put_off(row: Membership, now: datetime) -> None:
    """Say that it is past due and when it is tried again; end it after the last time, and a trial at once."""
    row.tries += 1
    following = None if row.state == "trial" else periods.next_try(row.ends_at, row.tries, now)
    if following is None:
        end(row, "trial" if row.state == "trial" else "unpaid")
        return
    row.state, row.due_at = "past_due", following
    db.session.flush()
    wake(row)
    record(MembershipPastDue(row.id, row.tries))
