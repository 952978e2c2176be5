"""Settling: what waited long enough is divided, by the share that was in force when it was sold; and holding it back."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from wm.domains import ledger
from wm.domains.earnings.actions import accounts_of, available_of, find_reserve, subject_of, with_accounts
from wm.domains.earnings.models import WHY_LENGTH, Earning
from wm.domains.earnings.rates import rate_at
from wm.domains.earnings.reserving import kept_back
from wm.domains.earnings.returning import taxed
from wm.kernel import clock, money
from wm.kernel.db import db

BATCH = 50


def settle_due(limit: int = BATCH) -> int:
    """Settle what waited long enough, oldest first; returns how many were due. Call it until it returns 0.

    The accounts of the whole batch are locked at once and in order, so that two who settle at the same time wait for
    each other instead of crossing."""
    due = select(Earning.id, Earning.seller_id).where(Earning.state == "pending", Earning.settles_at <= clock.now())
    chosen = db.session.execute(
        due.where(is_free(), ~_is_frozen()).order_by(Earning.settles_at, Earning.id).limit(limit)
    ).all()
    if chosen:
        ledger.locked(account.id for seller in {row.seller_id for row in chosen} for account in accounts_of(seller))
        ours = [row.id for row in chosen]  # what somebody else settled while we waited for the accounts is done
        waiting = select(Earning.id).where(Earning.id.in_(ours), Earning.state == "pending").order_by(Earning.id)
        for earning_id in db.session.scalars(waiting).all():
            settle(earning_id)
    return len(chosen)


def settle(earning_id: int) -> Earning:
    """Divide what is left of one earning by the share that was in force when it was sold."""
    earning = with_accounts(earning_id)
    if earning.state == "settled":
        return earning
    gone = earning.returned - taxed(earning, earning.returned)
    left = earning.net - gone
    earning.fee = money.share(left, rate_at(earning.source, earning.sold_at))
    earning.share = left - earning.fee
    earning.returned_before, earning.state, earning.settled_at = gone, "settled", clock.now()
    pending, available = ledger.of_person("pending", earning.seller_id), available_of(earning.seller_id)
    kept = kept_back(earning, available)
    lines = [ledger.Line("settle", pending, available, earning.share - kept)] if earning.share > kept else []
    lines += [ledger.Line("reserve", pending, find_reserve(earning.seller_id), kept)] if kept else []
    lines += [ledger.Line("fee", pending, ledger.of_site("revenue"), earning.fee)] if earning.fee else []
    if lines:
        ledger.post(f"settle:{earning.public_id}", lines, subject=subject_of(earning))
    db.session.flush()
    return earning


def is_free() -> ColumnElement[bool]:
    """Return the condition that nothing holds an earning back, or no longer."""
    return or_(Earning.held_why == "", Earning.held_until <= clock.now())


def _is_frozen() -> ColumnElement[bool]:
    """Return the condition that what a creator waits for rests: one wallet that is wrong must not stop the others."""
    account = ledger.Account
    rests = account.kind == "pending", account.frozen_at.is_not(None), account.owner_id == Earning.seller_id
    return exists().where(*rests, account.currency == Earning.currency)


def hold_back(earning_ids: Iterable[int], why: str, until: datetime | None = None) -> int:
    """Keep earnings that are not settled from being so, and say why; without `until`, until somebody lets them go.

    Returns how many; what is settled already is not touched."""
    found = _pending(earning_ids)
    for earning in found:
        earning.held_why, earning.held_until = why.strip()[:WHY_LENGTH], until
    db.session.flush()
    return len(found)


def let_go(earning_ids: Iterable[int]) -> int:
    """Let what was held back be settled in its time; returns how many."""
    found = _pending(earning_ids)
    for earning in found:
        earning.held_why, earning.held_until = "", None
    db.session.flush()
    return len(found)


def _pending(earning_ids: Iterable[int]) -> list[Earning]:
    wanted = select(Earning).where(Earning.id.in_(sorted(set(earning_ids))), Earning.state == "pending")
    fresh = wanted.order_by(Earning.id).with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(fresh))
