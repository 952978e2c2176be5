"""Suggestions while somebody types: tags and titles that begin so, and people."""

from dataclasses import dataclass

from sqlalchemy import func, select

from wm.domains import content
from wm.domains.content import Content, ContentTag
from wm.domains.discovery import searching, words
from wm.domains.discovery.models import SearchEntry
from wm.kernel import cache
from wm.kernel.db import db

TITLES, TAGS, PEOPLE, SHORTEST = 5, 3, 3, 2
LOOKED_AT, SECONDS = 40, 600


@dataclass(frozen=True)
class Suggestions:
    """What somebody may mean: tags as words, pieces as (public id, kind, title), people."""

    tags: list[str]
    pieces: list
    people: list

    def __bool__(self) -> bool:
        return bool(self.tags or self.pieces or self.people)


def suggest(typed: str, viewer) -> Suggestions:
    """Return what begins with `typed`, as far as `viewer` may see it; nothing for less than two letters."""
    typed = " ".join(typed.split())
    if len(typed) < SHORTEST or not words.tokens(typed):
        return Suggestions([], [], [])
    tags = cache.through(f"suggest:tag:{typed.lower()}", SECONDS, lambda: _tags(typed))
    return Suggestions(tags, _titles(typed, viewer), searching.found_people(typed, viewer)[:PEOPLE])


def _tags(typed: str) -> list[str]:
    begins = ContentTag.tag.startswith(typed.lower().lstrip("#"), autoescape=True)
    some = select(ContentTag.tag, ContentTag.content_id).where(begins).limit(LOOKED_AT * 10).subquery()
    public = content.listed().join(some, some.c.content_id == Content.id).with_only_columns(some.c.tag)
    often = public.group_by(some.c.tag).order_by(func.count().desc(), some.c.tag).limit(TAGS)
    return list(db.session.scalars(often))


def _titles(typed: str, viewer) -> list:
    """Return pieces whose title begins so, then those that hold the words anywhere in their title."""
    begins = SearchEntry.title.startswith(typed, autoescape=True), SearchEntry.content_id.is_not(None)
    ids = list(db.session.scalars(select(SearchEntry.content_id).where(*begins).limit(LOOKED_AT)))
    if len(ids) < TITLES:
        ids += [each for each, _ in searching.matching(typed)[:LOOKED_AT] if each not in ids]
    seen = content.listed(viewer).where(Content.id.in_(ids))
    rows = db.session.execute(seen.add_columns(Content.public_id, Content.kind, Content.title)).all()
    return sorted(rows, key=lambda row: ids.index(row.id))[:TITLES]
