"""Changing one's membership: up at once, down and to another period at the next renewal; cancelling and taking it back."""

from datetime import datetime, timedelta
from typing import NamedTuple

from wm.domains.memberships import paying, periods
from wm.domains.memberships.errors import NotAMember, NotOffered, SameTier, TierClosed
from wm.domains.memberships.joining import done_with, join, key_of, may_try, refused
from wm.domains.memberships.models import PERIODS, Membership, Tier
from wm.domains.memberships.queries import live, price_today
from wm.domains.memberships.timing import wake
from wm.domains.memberships.turning import end
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound


class Quote(NamedTuple):
    """What a choice means: what is paid now (for `days`, when it is for a part of a period or a trial), and what every
    period costs from `from_at` on."""

    is_at_once: bool
    amount: int
    days: int
    from_at: datetime
    then: int
    period: str


def quote(row: Membership, tier: Tier, period: str) -> Quote:
    """Say what it means to change to `tier`, paid by `period`. Raises NotOffered, SameTier, TierClosed (409)."""
    _refuse(row, tier, period)
    price, now = price_today(tier), clock.now()
    then = price.amount(period)
    if row.state == "trial":
        return Quote(True, 0, 0, row.ends_at, then, period)
    new = price.amount(row.period)
    if tier.level <= row.tier.level or new is None or row.state == "past_due":
        return Quote(False, 0, 0, row.ends_at, then, period)
    span = row.starts_at, row.ends_at, now
    old = paying.agreed(row).amount(row.period) or 0
    return Quote(True, periods.difference(old, new, *span), periods.days_left(*span)[0], row.ends_at, then, period)


def offer(person, tier: Tier, period: str) -> Quote:
    """Say what choosing a tier means for `person`: joining it, or changing to it. Raises as `join` and `quote` do."""
    row = live(person, tier.creator_id)
    if row is not None:
        return quote(row, tier, period)
    then, now = refused(person, tier, period).amount(period), clock.now()
    if may_try(person, tier):
        return Quote(True, 0, tier.trial_days, now + timedelta(days=tier.trial_days), then, period)
    return Quote(True, then, 0, periods.after(now, PERIODS[period]), then, period)


def _refuse(row: Membership, tier: Tier, period: str) -> None:
    if not row.is_live:
        raise NotAMember()
    if tier.creator_id != row.creator_id:
        raise NotFound()
    is_kept = tier.id == row.tier_id and period == row.period
    if is_kept and not row.next_tier_id and not row.next_period:
        raise SameTier()
    if not tier.is_open and tier.id != row.tier_id:
        raise TierClosed()
    if period not in PERIODS or (price_today(tier).amount(period) is None and not is_kept):
        raise NotOffered()


def change(row: Membership, tier: Tier, period: str, *, key: str) -> Membership:
    """Change to `tier` as `quote` says, once for the form's `key`; the difference comes from the wallet.

    Raises InsufficientFunds (402), AccountFrozen, NotAMember, NotOffered, SameTier, TierClosed (409), StaleForm (422)."""
    key = key_of(row.person_id, key)
    row = paying.locked(row.id)
    if done_with(key, tier) is not None:
        return row
    said = quote(row, tier, period)
    with db.session.begin_nested():
        row.cancelled_at = None
        if said.is_at_once:
            _at_once(row, tier, period, said.amount, key)
        else:
            _later(row, tier, period)
    return row


def _at_once(row: Membership, tier: Tier, period: str, amount: int, key: str) -> None:
    is_trial = row.state == "trial"
    row.tier_id, row.tier, row.price_id = tier.id, tier, price_today(tier).id
    row.next_tier_id = row.next_tier = row.next_price_id = row.next_period = None
    if is_trial:
        row.period = period
    elif period != row.period:
        _later(row, tier, period)
    paying.begin(row, "change", amount, key=key, starts=clock.now())
    paying.open_up(row, tier)


def _later(row: Membership, tier: Tier, period: str) -> None:
    """Keep for the next renewal what is asked; what one has already is no change at all."""
    row.next_tier_id = row.next_tier = row.next_price_id = row.next_period = None
    if tier.id != row.tier_id or period != row.period:
        row.next_tier_id, row.next_tier, row.next_period = tier.id, tier, period
        row.next_price_id = row.price_id if tier.id == row.tier_id else price_today(tier).id


def cancel(row: Membership) -> Membership:
    """End it with the present period; at once when that was not paid for."""
    row = paying.locked(row.id)
    if not row.is_live:
        raise NotAMember()
    row.cancelled_at = row.cancelled_at or clock.now()
    if row.state == "past_due":
        end(row, "cancelled")
    db.session.flush()
    return row


def resume(row: Membership) -> Membership:
    """Let it go on after all. Raises NotAMember (409) once it has ended."""
    row = paying.locked(row.id)
    if not row.is_live:
        raise NotAMember()
    row.cancelled_at = None
    db.session.flush()
    wake(row)
    return row


def take(person, tier: Tier, period: str, *, key: str) -> Membership:
    """Join, or change the membership that there is; what a direct checkout does once its money is here."""
    known = done_with(key_of(person.id, key), tier)
    if known is not None:
        return known
    row = live(person, tier.creator_id)
    return change(row, tier, period, key=key) if row else join(person, tier, period, key=key)
