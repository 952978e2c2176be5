"""Feeds in the order of time: Latest and Following, paged by keyset, and how much is new in them."""

from datetime import datetime

from sqlalchemy import Select, and_, or_

from wm.domains.content import Content
from wm.domains.discovery.choosing import ALL, PAGE, Choice, Shown, of_followed, wanted
from wm.domains.discovery.stamps import Mark, marked
from wm.kernel.db import db
from wm.kernel.paging import decode, encode

MOST_NEW = 99


def latest(viewer, cursor: str | None = None, choice: Choice = ALL, size: int = PAGE) -> Shown:
    """Return a page of the newest."""
    return _by_time(wanted(viewer, choice), viewer, cursor, size)


def following(viewer, cursor: str | None = None, choice: Choice = ALL, size: int = PAGE) -> Shown:
    """Return a page of the newest of the people whom `viewer` follows; empty for visitors."""
    if viewer.id is None:
        return Shown([], None, {})
    return _by_time(of_followed(wanted(viewer, choice), viewer), viewer, cursor, size)


def _by_time(ids: Select, viewer, cursor: str | None, size: int) -> Shown:
    if place := decode(cursor, datetime, int):
        when, row = place
        older = or_(Content.published_at < when, and_(Content.published_at == when, Content.id < row))
        ids = ids.where(Content.published_at <= when, older)
    newest = marked(ids.add_columns(Content.published_at), viewer).order_by(
        Content.published_at.desc(), Content.id.desc()
    )
    rows = db.session.execute(newest.limit(size + 1)).all()
    place = encode((rows[size - 1].published_at, rows[size - 1].id)) if len(rows) > size else None
    return Shown([row.id for row in rows[:size]], place, {row.id: Mark(row.id, row.changed, row.part) for row in rows})


def count_new(viewer, since: datetime, tab: str = "latest", choice: Choice = ALL) -> int:
    """Return how many pieces came out after `since`, at most 99, as far as `tab` would show them."""
    ids = wanted(viewer, choice).where(Content.published_at > since)
    if tab == "following":
        ids = of_followed(ids, viewer) if viewer.id else ids.where(False)
    return len(db.session.scalars(ids.limit(MOST_NEW)).all())
