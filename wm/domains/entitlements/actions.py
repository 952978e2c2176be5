"""Writes: locks are set, rights are given, ended, suspended and restored."""

from datetime import datetime

from sqlalchemy import insert, select, update

from wm.domains.entitlements.models import Grant, Lock
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates


def set_lock(
    content_id: int,
    maker_id: int,
    *,
    by_sale: bool = False,
    by_level: int = 0,
    by_pro: bool = False,
    by_course: bool = False,
    price: int | None = None,
    is_least: bool = False,
) -> Lock | None:
    """Close a piece for all but those named here, or open it (None) when nobody is named.

    Go through `content.set_lock`, which also closes the files."""
    row = db.session.get(Lock, content_id, populate_existing=True)
    if not (by_sale or by_level or by_pro or by_course):
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return None
    if row is None:
        row = Lock(content_id=content_id, maker_id=maker_id)
        db.session.add(row)
    row.by_sale, row.by_level, row.by_pro, row.by_course = by_sale, by_level, by_pro, by_course
    row.price, row.is_least = (price, is_least) if by_sale else (None, False)
    db.session.flush()
    return row


def grant(
    person_id: int,
    *,
    scope: str,
    scope_id: int,
    source: str,
    source_ref: str,
    level: int = 0,
    until: datetime | None = None,
) -> Grant:
    """Give a person a right, once per (source, source_ref, person, scope, scope_id).

    Given again, it takes the level and the later `until` (None: for good), and opens again if it was ended."""
    same = {"person_id": person_id, "scope": scope, "scope_id": scope_id, "source": source, "source_ref": source_ref}
    new = {"level": level, "until": until, "created_at": clock.now()}
    db.session.execute(ignoring_duplicates(insert(Grant)).values(**same, **new))
    wanted = select(Grant).filter_by(**same).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(wanted).one()
    row.level, row.revoked_at = level, None
    row.until = None if until is None or row.until is None else max(until, row.until)
    db.session.flush()
    return row


def revoke(source: str, source_ref: str) -> None:
    """End what came from one source at once; the rows say when."""
    _change(source, source_ref, Grant.revoked_at.is_(None), revoked_at=clock.now())


def suspend(source: str, source_ref: str) -> None:
    """Let what came from one source open nothing until it is restored."""
    _change(source, source_ref, Grant.suspended_at.is_(None), suspended_at=clock.now())


def restore(source: str, source_ref: str) -> None:
    """Let what was suspended open again."""
    _change(source, source_ref, Grant.suspended_at.is_not(None), suspended_at=None)


def _change(source: str, source_ref: str, condition, **values) -> None:
    mine = update(Grant).where(Grant.source == source, Grant.source_ref == source_ref, condition)
    db.session.execute(mine.values(**values), execution_options={"synchronize_session": "fetch"})
