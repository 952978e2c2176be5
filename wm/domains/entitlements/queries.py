"""Reads: locks of pieces, and the rights of a person."""

from collections.abc import Iterable

from sqlalchemy import Select, or_, select

from wm.domains.entitlements.models import Grant, Lock
from wm.kernel import clock
from wm.kernel.db import db

SHOWN = 200


def locks(content_ids: Iterable[int]) -> dict[int, Lock]:
    """Return what closes these pieces, by row id; what is open is not there."""
    ids = set(content_ids)
    rows = db.session.scalars(select(Lock).where(Lock.content_id.in_(ids))) if ids else ()
    return {row.content_id: row for row in rows}


def locked_ids() -> Select:
    """Return a SELECT of the row ids of everything that something closes."""
    return select(Lock.content_id)


def is_live(right=Grant):
    """Return the condition on rights (or on an alias of them) that they open at this moment."""
    lasts = or_(right.until.is_(None), right.until > clock.now())
    return right.revoked_at.is_(None) & right.suspended_at.is_(None) & lasts


def live_grants(person_id: int, limit: int = SHOWN) -> list[Grant]:
    """Return a person's rights that open something now, newest first."""
    mine = select(Grant).where(Grant.person_id == person_id, is_live())
    return list(db.session.scalars(mine.order_by(Grant.id.desc()).limit(limit)))


def ended(person_id: int, limit: int = SHOWN) -> list[Grant]:
    """Return a person's rights that opened something once and do not now, newest first."""
    over = or_(Grant.revoked_at.is_not(None), Grant.suspended_at.is_not(None), Grant.until <= clock.now())
    mine = select(Grant).where(Grant.person_id == person_id, over)
    return list(db.session.scalars(mine.order_by(Grant.id.desc()).limit(limit)))


def of_source(source: str, source_ref: str) -> list[Grant]:
    """Return the rights that came from one thing."""
    return list(db.session.scalars(select(Grant).where(Grant.source == source, Grant.source_ref == source_ref)))


def holders(content_id: int) -> list[int]:
    """Return the row ids of everybody who has a right to this very piece that opens it now."""
    theirs = select(Grant.person_id).where(Grant.scope == "content", Grant.scope_id == content_id, is_live())
    return list(db.session.scalars(theirs.distinct()))
