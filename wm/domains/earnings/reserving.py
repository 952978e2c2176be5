"""The rolling reserve: a part of what settles rests for some days, for creators whose sales are often taken back."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import ledger, platform
from wm.domains.earnings.actions import available_of, find_reserve
from wm.domains.earnings.events import ReserveSet
from wm.domains.earnings.models import WHY_LENGTH, Earning, ReservedShare, ReservePlan
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import Invalid
from wm.kernel.facts import record

PART_MOST, DAYS_MOST, FOR_MOST = 5000, 180, 365  # basis points; how long each part rests; how long the plan holds


class Resting(NamedTuple):
    """What rests of somebody's (minor units), the plan that holds (None: none), and when the next part comes free."""

    amount: int
    plan: ReservePlan | None
    frees_at: datetime | None


def plan_of(person_id: int) -> ReservePlan | None:
    """Return the plan that holds for somebody, None when nothing is kept back."""
    last = select(ReservePlan).where(ReservePlan.person_id == person_id).order_by(ReservePlan.id.desc()).limit(1)
    found = db.session.scalars(last).first()
    return found if found and found.basis_points and found.until > clock.now() else None


def resting(person_id: int) -> Resting:
    """Return how somebody's reserve stands."""
    account = find_reserve(person_id)
    next_one = select(func.min(ReservedShare.frees_at)).where(*_waits(person_id))
    return Resting(account.posted if account else 0, plan_of(person_id), db.session.scalar(next_one))


def ask_plan(person_id: int, basis_points: int, days: int, until: datetime, by, why: str) -> platform.Proposal:
    """Ask that a part of what settles rests for so many days (0: nothing any more); a second person agrees.

    The creator reads `why`. Raises Invalid, ReasonMissing (422), OwnMoney (403)."""
    if not 0 <= basis_points <= PART_MOST or not 1 <= days <= DAYS_MOST:
        raise Invalid(f"Up to {PART_MOST // 100} per cent, for 1 to {DAYS_MOST} days.")
    if not clock.now() < until <= clock.now() + timedelta(days=FOR_MOST):
        raise Invalid(f"It ends after a while: within {FOR_MOST} days.")
    kept = f"{basis_points / 100:g} % of what settles rests for {days} days, until {until:%Y-%m-%d}"
    said = kept if basis_points else "Nothing more of what settles is kept back"
    args = {"person_id": person_id, "basis_points": basis_points, "days": days, "until": until.isoformat()}
    return platform.propose("money.reserve", f"person:{person_id}", said, by, why, **args)


def _stands(person_id: int, **_rest) -> dict:
    plan = plan_of(person_id)
    told = {"basis_points": plan.basis_points, "days": plan.days} if plan else {"basis_points": 0, "days": 0}
    return told | {"rests": resting(person_id).amount}


@platform.takes_two("money.reserve", look=_stands, whose=lambda person_id, **_rest: {person_id})
def _agreed(pair: platform.Pair, person_id: int, basis_points: int, days: int, until: str) -> ReservePlan:
    return set_plan(person_id, basis_points, days, datetime.fromisoformat(until), pair.by, pair.reason)


def set_plan(person_id: int, basis_points: int, days: int, until: datetime, by, why: str) -> ReservePlan:
    """Let a part of what settles from now on rest; doors ask for it. What rests already keeps its day."""
    ledger.of_person("reserve", person_id)
    plan = ReservePlan(person_id=person_id, basis_points=basis_points, days=days, until=until, created_by=by.id)
    plan.why = why.strip()[:WHY_LENGTH]
    db.session.add(plan)
    db.session.flush()
    record(ReserveSet(plan.id, person_id, basis_points))
    return plan


def kept_back(earning: Earning, available: ledger.Account) -> int:
    """Return how much of what settles now goes to the reserve, and note until when; debts are paid first."""
    plan = plan_of(earning.seller_id)
    part = money.share(earning.share, plan.basis_points) if plan else 0
    part = max(0, min(part, earning.share + available.posted))
    if part:
        frees_at = clock.now() + timedelta(days=plan.days)
        kept = ReservedShare(earning_id=earning.id, seller_id=earning.seller_id, amount=part, frees_at=frees_at)
        db.session.add(kept)
    return part


def free_due() -> int:
    """Make available what of one creator has rested long enough; returns how many parts. Call it until it returns 0.

    A refund or a lost dispute may have taken of the reserve: what stays is at most what may not come free yet."""
    due = select(ReservedShare.seller_id).where(ReservedShare.freed_at.is_(None), ReservedShare.frees_at <= clock.now())
    account = ledger.Account
    frozen = select(account.owner_id).where(account.kind == "reserve", account.frozen_at.is_not(None))
    seller_id = db.session.scalar(due.where(ReservedShare.seller_id.not_in(frozen)).order_by(ReservedShare.id).limit(1))
    return _freed(seller_id) if seller_id else 0


def _freed(seller_id: int) -> int:
    reserve, available = ledger.of_person("reserve", seller_id), available_of(seller_id)
    row = ledger.locked([reserve.id, available.id])[reserve.id]
    wanted = select(ReservedShare).where(*_waits(seller_id), ReservedShare.frees_at <= clock.now())
    found = list(db.session.scalars(wanted.with_for_update()))
    for each in found:
        each.freed_at = clock.now()
    db.session.flush()
    stays = db.session.scalar(select(func.sum(ReservedShare.amount)).where(*_waits(seller_id))) or 0
    amount = row.posted - row.held - int(stays)
    if amount > 0:
        key = f"reserve_freed:{reserve.id}:{row.moves + 1}"
        ledger.move(amount, reserve, available, reason="reserve_freed", key=key, subject=f"person:{seller_id}")
    return len(found)


def _waits(seller_id: int) -> tuple:
    return ReservedShare.seller_id == seller_id, ReservedShare.freed_at.is_(None)
