"""Joining: a trial or a first period, from the wallet; sent twice, it is done once."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select

from wm.domains import graph, ledger, people
from wm.domains.memberships import paying, periods
from wm.domains.memberships.errors import AlreadyMember, NotOffered, OwnTier, StaleForm, TierClosed
from wm.domains.memberships.events import MembershipStarted
from wm.domains.memberships.models import PERIODS, Membership, Period, Price, Tier
from wm.domains.memberships.queries import earlier, price_today, with_row_id
from wm.domains.memberships.timing import wake
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record

FORM_KEY = re.compile(r"[A-Za-z0-9:_-]{8,40}")


def may_try(person, tier: Tier) -> bool:
    """Whether joining begins with a trial: once per person and creator."""
    before = earlier(person, tier.creator_id) if person.id is not None else None
    return tier.trial_days > 0 and (before is None or before.trial_at is None)


def join(person, tier: Tier, period: str, *, key: str) -> Membership:
    """Make `person` a member, for a month or a year at a time, paid from the wallet now or after a trial.

    `key` is the form's: the same one again returns what it did. Raises InsufficientFunds (402), AccountFrozen,
    AlreadyMember, TierClosed, OwnTier, NotOffered (409), StaleForm, KeyReused (422), NotFound."""
    key = key_of(person.id, key)
    paying.lock_accounts(person.id, tier.creator_id)
    if (done := done_with(key, tier)) is not None:
        return done
    price = refused(person, tier, period)
    with db.session.begin_nested():  # whoever can't pay leaves no trace, not even in this transaction
        row = _row(person, tier)
        _begin(row, tier, price, period, key)
        paying.open_up(row, tier)
    wake(row)
    record(MembershipStarted(row.id, row.number))
    return row


def key_of(person_id: int, key: str) -> str:
    """Return the key of one deed of one person. Raises StaleForm."""
    if not FORM_KEY.fullmatch(key or ""):
        raise StaleForm()
    return f"{person_id}:{key}"


def done_with(key: str, tier: Tier) -> Membership | None:
    """Return the membership under which `tier` was begun with that key. Raises KeyReused when it was another tier."""
    wanted = select(Period.membership_id, Period.tier_id).where(Period.key == key).with_for_update()
    found = db.session.execute(wanted).first()
    if found is not None and found.tier_id != tier.id:
        raise ledger.KeyReused()
    return with_row_id(found.membership_id) if found is not None else None


def refused(person, tier: Tier, period: str) -> Price:
    """Return what joining costs, unless something stands against it. Raises what `join` does."""
    if tier.belongs_to(person):
        raise OwnTier()
    if not tier.is_pro:
        creator = people.find(tier.creator_id)
        if creator is None or creator.closed_at is not None or graph.are_apart(person, creator.id):
            raise NotFound()
    if not tier.is_open:
        raise TierClosed()
    price = price_today(tier)
    if period not in PERIODS or price.amount(period) is None:
        raise NotOffered()
    return price


def _row(person, tier: Tier) -> Membership:
    row = paying.fresh(Membership.person_id == person.id, Membership.creator_id == tier.creator_id)
    if row is not None and row.is_live:
        raise AlreadyMember()
    if row is None:
        now = clock.now()
        row = Membership(person_id=person.id, creator_id=tier.creator_id, tier_id=tier.id, period="month")
        row.state, row.price_id, row.due_at = "active", price_today(tier).id, now
        row.anchor_at, row.starts_at, row.ends_at, row.number = now, now, now + timedelta(days=1), 0
        db.session.add(row)
        db.session.flush()
    return row


def _begin(row: Membership, tier: Tier, price: Price, period: str, key: str) -> None:
    now, is_trial = clock.now(), tier.trial_days > 0 and row.trial_at is None
    row.tier_id, row.tier, row.price_id, row.period = tier.id, tier, price.id, period
    row.next_tier_id = row.next_tier = row.next_price_id = row.next_period = None
    row.cancelled_at = row.ended_at = None
    row.ended_why, row.joined_at, row.tries = "", now, 0
    (_try if is_trial else _start)(row, tier, now)
    paying.begin(row, "trial" if is_trial else "paid", 0 if is_trial else price.amount(period), key=key)
    db.session.flush()


def _try(row: Membership, tier: Tier, now: datetime) -> None:
    end = now + timedelta(days=tier.trial_days)
    row.state, row.trial_at = "trial", now
    row.anchor_at, row.months, row.starts_at, row.ends_at, row.due_at = end, 0, now, end, end


def _start(row: Membership, tier: Tier, now: datetime) -> None:
    row.state, row.anchor_at, row.months = "active", now, PERIODS[row.period]
    row.starts_at, row.ends_at = now, periods.after(now, row.months)
    row.due_at = row.ends_at
