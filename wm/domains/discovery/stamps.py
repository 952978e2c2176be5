"""Stamps: what a card depends on, so that a kept one is used only while it looks the same."""

from functools import lru_cache
from types import SimpleNamespace

from sqlalchemy import Select, bindparam, null, select

from wm.domains import engagement, media, people
from wm.domains.content import Content
from wm.kernel.db import Id, db

FILM, PERSON = media.Film, people.Person
COLUMNS = (
    Content.id,
    Content.public_id,
    Content.published_at,
    Content.views,
    Content.likes,
    Content.comments,
    Content.saves,
    Content.updated_at,
    Content.visibility,
    PERSON.handle,
    PERSON.name,
    PERSON.avatar,
    PERSON.verified_at,
    FILM.version,
    FILM.has_poster,
    FILM.duration_ms,
    FILM.is_open,
)


def stamps(ids: list[int]) -> dict[int, tuple]:
    """Return {id: a row of COLUMNS} for the pieces with these row ids, in one narrow statement."""
    return {row.id: row for row in db.session.execute(_chosen(ids))} if ids else {}


def marks(viewer, ids: list[int]) -> dict[int, tuple]:
    """Return {id: a row of (id, updated_at, part)} for these pieces; `part` is how much `viewer` has watched, or None."""
    if not ids:
        return {}
    asked = {"ids": ids} | ({"viewer_id": viewer.id} if viewer.id else {})
    return {row.id: row for row in db.session.execute(_marked(viewer.id is not None), asked)}


@lru_cache(maxsize=2)
def _marked(is_signed_in: bool) -> Select:
    anybody = SimpleNamespace(id=bindparam("viewer_id", type_=Id) if is_signed_in else None)
    return marked(select(Content.id).where(Content.id.in_(bindparam("ids", expanding=True))), anybody)


def marked(ids: Select, viewer) -> Select:
    """Return the SELECT of ids with what else `marks` gives of each."""
    if viewer.id is None:
        return ids.add_columns(Content.updated_at, null().label("part"))
    watch = engagement.Watch
    mine = (watch.content_id == Content.id) & (watch.person_id == viewer.id)
    return ids.add_columns(Content.updated_at, watch.part).outerjoin(watch, mine)


def _chosen(ids: list[int]) -> Select:
    found = select(*COLUMNS).join(PERSON, PERSON.id == Content.person_id)
    return found.outerjoin(FILM, FILM.id == Content.film_id).where(Content.id.in_(ids))
