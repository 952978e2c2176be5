"""Reads: a creator's withdrawals, the queue of the staff, and what is promised."""

from collections.abc import Iterable

from sqlalchemy import func, select

from wm.domains.payouts.models import OPEN, PayoutTarget, Withdrawal
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30


def find(public_id: str, person=None) -> Withdrawal:
    """Return a withdrawal, of `person` when that is given. Raises NotFound."""
    wanted = select(Withdrawal).where(Withdrawal.public_id == public_id)
    found = db.session.scalars(wanted.where(Withdrawal.person_id == person.id) if person else wanted).first()
    if found is None:
        raise NotFound()
    return found


def with_row_id(withdrawal_id: int) -> Withdrawal | None:
    """Return a withdrawal by its row id; for jobs."""
    return db.session.get(Withdrawal, withdrawal_id)


def listed(
    *, person_id: int | None = None, state: str = "", waits: bool = False, cursor: str | None = None, size: int = PAGE
) -> Page:
    """Return a page of withdrawals, newest first: of one creator, in one state, or (`waits`) all that are open."""
    wanted = select(Withdrawal)
    wanted = wanted.where(Withdrawal.person_id == person_id) if person_id else wanted
    wanted = wanted.where(Withdrawal.state == state) if state else wanted
    wanted = wanted.where(Withdrawal.state.in_(OPEN)) if waits else wanted
    if place := decode(cursor, int):
        wanted = wanted.where(Withdrawal.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Withdrawal.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda withdrawal: (withdrawal.id,))


def targets_by_id(target_ids: Iterable[int]) -> dict[int, PayoutTarget]:
    """Return targets, removed ones too, by their row ids."""
    found = db.session.scalars(select(PayoutTarget).where(PayoutTarget.id.in_(set(target_ids))))
    return {target.id: target for target in found}


def by_subjects(subjects: Iterable[str]) -> dict[str, Withdrawal]:
    """Return withdrawals by what the books call them ("withdrawal:AbC")."""
    ids = {each.removeprefix("withdrawal:") for each in subjects if each.startswith("withdrawal:")}
    found = db.session.scalars(select(Withdrawal).where(Withdrawal.public_id.in_(ids))) if ids else ()
    return {withdrawal.subject: withdrawal for withdrawal in found}


def count_states() -> dict[str, int]:
    """Return how many withdrawals are in each state."""
    counted = select(Withdrawal.state, func.count(Withdrawal.id)).group_by(Withdrawal.state)
    return {state: int(count) for state, count in db.session.execute(counted)}
