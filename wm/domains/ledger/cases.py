"""Cases: what a person of the staff has to look at, opened once per subject and closed with a reason."""

from sqlalchemy import select

from wm.domains import platform
from wm.domains.ledger.models import Account, Case
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound, NotNow


def open_case(
    kind: str, subject: str, words: str, *, account: Account | None = None, owner_id: int | None = None
) -> Case:
    """Return the open case of that kind about `subject`; open it when there is none."""
    same = select(Case).where(Case.kind == kind, Case.subject == subject, Case.closed_at.is_(None))
    found = db.session.scalars(same).first()
    if found is None:
        owner = owner_id if owner_id is not None else account and account.owner_id
        found = Case(kind=kind, subject=subject, words=words, account_id=account and account.id, owner_id=owner)
        db.session.add(found)
        db.session.flush()
    return found


def find_case(public_id: str) -> Case:
    """Return a case. Raises NotFound."""
    found = db.session.scalars(select(Case).where(Case.public_id == public_id)).first()
    if found is None:
        raise NotFound()
    return found


def close_case(case: Case, by, outcome: str) -> Case:
    """Close it with a reason; an account that was frozen for it goes on. Raises ReasonMissing (422), NotNow (409)."""
    if case.closed_at is not None:
        raise NotNow()
    platform.audit_explained("money.case_closed", by, f"case:{case.public_id}", outcome)
    case.closed_at, case.closed_by, case.outcome = clock.now(), by.id, outcome.strip()[:300]
    db.session.flush()
    if case.account_id and not _is_held_by_another(case):
        account = db.session.get(Account, case.account_id)
        account.frozen_at, account.frozen_why = None, ""
        db.session.flush()
    return case


def freeze(account: Account, why: str) -> None:
    """Let nothing go out of an account until its case is closed."""
    if account.frozen_at is None:
        account.frozen_at, account.frozen_why = clock.now(), why[:300]
        db.session.flush()


def _is_held_by_another(case: Case) -> bool:
    others = select(Case.id).where(Case.account_id == case.account_id, Case.closed_at.is_(None), Case.kind == "books")
    return db.session.scalar(others.limit(1)) is not None
