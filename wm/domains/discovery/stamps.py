"""Stamps: what a card depends on, so that a kept one is used only while it looks the same."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, String, bindparam, cast, func, null, select

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
    FILM.has_preview,
    FILM.duration_ms,
    FILM.is_open,
)


def stamps(ids: list[int]) -> dict[int, tuple]:
    """Return {id: a row of COLUMNS} for the pieces with these row ids, in one narrow statement."""
    return {row.id: row for row in db.session.execute(_chosen(ids))} if ids else {}


class Mark(NamedTuple):
    """What a feed knows of one piece: when it was changed, as the database says it, and how much its viewer has watched."""

    id: int
    changed: str
    part: int | None


def marks(viewer, ids: list[int]) -> dict[int, Mark]:
    """Return {id: mark} for these pieces."""
    if not ids:
        return {}
    asked = {"ids": ids} | ({"viewer_id": viewer.id} if viewer.id else {})
    return unpacked(db.session.scalar(select(_marked(viewer.id is not None)), asked))


@lru_cache(maxsize=2)
def _marked(is_signed_in: bool) -> ScalarSelect:
    anybody = SimpleNamespace(id=bindparam("viewer_id", type_=Id) if is_signed_in else None)
    return packed(select(Content.id).where(Content.id.in_(bindparam("ids", expanding=True))), anybody)


def marked(ids: Select, viewer) -> Select:
    """Return the SELECT of ids with what else a mark says of each."""
    changed = cast(Content.updated_at, String).label("changed")
    if viewer.id is None:
        return ids.add_columns(changed, null().label("part"))
    watch = engagement.Watch
    mine = (watch.content_id == Content.id) & (watch.person_id == viewer.id)
    return ids.add_columns(changed, watch.part).outerjoin(watch, mine)


def packed(ids: Select, viewer) -> ScalarSelect:
    """Return the marks of these pieces as one value: a driver takes longer to read forty rows than a database to find them."""
    chosen = marked(ids, viewer)
    number, changed, part = chosen.selected_columns
    said = cast(number, String) + "|" + changed + "|" + func.coalesce(cast(part, String), "")
    return chosen.with_only_columns(func.group_concat(said), maintain_column_froms=True).scalar_subquery()


def unpacked(said: str | None) -> dict[int, Mark]:
    """Return {id: mark} of what `packed` says."""
    rows = (each.split("|") for each in said.split(",")) if said else ()
    return {int(number): Mark(int(number), changed, int(part) if part else None) for number, changed, part in rows}


def _chosen(ids: list[int]) -> Select:
    found = select(*COLUMNS).join(PERSON, PERSON.id == Content.person_id)
    return found.outerjoin(FILM, FILM.id == Content.film_id).where(Content.id.in_(ids))
