"""Reads of watching: where to go on, what was watched."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from wm.domains import content
from wm.domains.engagement.models import Watch
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 24
UNFINISHED = 4


def resume_at(viewer, shown: content.Content) -> float | None:
    """Return the second at which `viewer` stopped (0 when the film was finished), None when we don't know."""
    if viewer.id is None:
        return None
    mine = select(Watch.position_ms, Watch.finished).where(Watch.person_id == viewer.id, Watch.content_id == shown.id)
    row = db.session.execute(mine).first()
    if row is None:
        return None
    return 0.0 if row.finished else row.position_ms / 1000


def parts(viewer, content_ids: Iterable[int]) -> dict[int, int]:
    """Return how much of each of these films `viewer` has watched, in percent, for those begun."""
    chosen = list(content_ids)
    if viewer.id is None or not chosen:
        return {}
    mine = select(Watch.content_id, Watch.part).where(Watch.person_id == viewer.id, Watch.content_id.in_(chosen))
    return {row.content_id: row.part for row in db.session.execute(mine)}


def unfinished(person, limit: int = UNFINISHED) -> list[content.Content]:
    """Return the films that `person` began and did not finish, latest first."""
    begun = begun_ids(person, limit)
    return content.in_order(begun) if begun else []


def begun_ids(person, limit: int = UNFINISHED) -> list[int]:
    """Return the row ids of the films that `person` began and did not finish, latest first."""
    rows = _watched_by(person).where(Watch.finished.is_(False), Watch.part > 0).limit(limit)
    return [row.content_id for row in db.session.execute(rows)]


def history(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` watched, latest first."""
    rows = _watched_by(person)
    if place := decode(cursor, datetime, int):
        when, last = place
        rows = rows.where(or_(Watch.updated_at < when, and_(Watch.updated_at == when, Watch.id < last)))
    found = cut(db.session.execute(rows.limit(size + 1)).all(), size, lambda row: (row.updated_at, row.id))
    return Page(content.in_order(row.content_id for row in found.items), found.next)


def _watched_by(person) -> Select:
    """Select places in films that `person` may still watch."""
    mine = select(Watch.id, Watch.content_id, Watch.updated_at).where(Watch.person_id == person.id)
    mine = mine.where(Watch.content_id.in_(content.openable(person)))
    return mine.order_by(Watch.updated_at.desc(), Watch.id.desc())
