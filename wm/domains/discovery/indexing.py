"""Keeping the words that are searched: by facts, and anew every night."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from wm.domains import content, people
from wm.domains.content import Content, ContentTag
from wm.domains.discovery.models import BODY_LENGTH, TAGS_LENGTH, SearchEntry
from wm.kernel import clock
from wm.kernel.db import db

BATCH = 500
LATELY = timedelta(days=1)
MARKS = str.maketrans(dict.fromkeys("#*_`>[]()|~", " "))


def index_piece(content_id: int) -> None:
    """Let a piece be found by what it says now, or no more when it is not out."""
    _keep(SearchEntry.content_id, content_id, next(iter(_of_pieces([content_id])), None))


def index_newcomers() -> int:
    """Let the people who joined within a day and can't be found yet be found; returns how many."""
    person, lately = people.Person, clock.now() - LATELY
    known = select(SearchEntry.id).where(SearchEntry.person_id == person.id).exists()
    ids = _next(select(person.id).where(person.created_at > lately, person.closed_at.is_(None), ~known))
    _replace(SearchEntry.person_id, ids, _of_people(ids))
    return len(ids)


def forget(content_id: int) -> None:
    """Let a piece be found no more."""
    db.session.execute(delete(SearchEntry).where(SearchEntry.content_id == content_id))


def _keep(column, subject: int, values: dict[str, Any] | None) -> None:
    known = db.session.scalar(select(SearchEntry.id).where(column == subject))
    if values is None:
        db.session.execute(delete(SearchEntry).where(column == subject))
    elif known is None:
        db.session.execute(insert(SearchEntry).values(**values))
    else:
        db.session.execute(update(SearchEntry).where(SearchEntry.id == known).values(**values))


def index_person(person_id: int, after: int = 0) -> int | None:
    """Bring a person and the next few hundred of their pieces up to date; returns where to go on, None at the end."""
    if not after:
        _replace(SearchEntry.person_id, [person_id], _of_people([person_id]))
    theirs = select(Content.id).where(Content.person_id == person_id, Content.state == "published", Content.id > after)
    pieces = _next(theirs.order_by(Content.id))
    _replace(SearchEntry.content_id, pieces, _of_pieces(pieces))
    return pieces[-1] if pieces else None


def rebuild(after_content: int, after_person: int) -> tuple[int, int] | None:
    """Bring the next few hundred pieces and people up to date; returns where to go on, None at the end."""
    pieces = _next(select(Content.id).where(Content.id > after_content).order_by(Content.id))
    persons = _next(select(people.Person.id).where(people.Person.id > after_person).order_by(people.Person.id))
    _replace(SearchEntry.content_id, pieces, _of_pieces(pieces))
    _replace(SearchEntry.person_id, persons, _of_people(persons))
    if not pieces and not persons:
        return None
    return (pieces[-1] if pieces else after_content), (persons[-1] if persons else after_person)


def _next(ids) -> list[int]:
    return list(db.session.scalars(ids.limit(BATCH)))


def _replace(column, ids: list[int], wanted: list[dict[str, Any]]) -> None:
    """Write only what differs: a full-text index does not like to be written for nothing."""
    rows = db.session.execute(select(SearchEntry).where(column.in_(ids))).scalars().all() if ids else []
    there = {getattr(row, column.key): {name: getattr(row, name) for name in _WORDS} for row in rows}
    same = [each for each in wanted if there.get(each[column.key]) == {name: each[name] for name in _WORDS}]
    kept = {each[column.key] for each in same}
    stale = [each for each in there if each not in kept]
    if stale:
        db.session.execute(delete(SearchEntry).where(column.in_(stale)))
    if fresh := [each for each in wanted if each[column.key] not in kept]:
        db.session.execute(insert(SearchEntry), fresh)


_WORDS = ("kind", "title", "tags", "creator", "body", "names")


def _of_pieces(ids: Iterable[int]) -> list[dict[str, Any]]:
    chosen = list(ids)
    tags = _tags(chosen)
    out = content.full().where(Content.id.in_(chosen), Content.state == "published", Content.visibility.in_(SEEN))
    return [_words_of(piece, tags.get(piece.id, [])) for piece in db.session.scalars(out)]


SEEN = ("public", "followers", "members")


def _words_of(piece: Content, tags: list[str]) -> dict[str, Any]:
    body = f"{piece.description}\n{piece.free_body}".translate(MARKS)[:BODY_LENGTH]
    by = f"{piece.person.name} {piece.person.handle}"
    words = {"title": piece.title, "tags": " ".join(tags)[:TAGS_LENGTH], "creator": by, "body": body}
    return {"content_id": piece.id, "kind": piece.kind, "names": None} | words


def _tags(ids: list[int]) -> dict[int, list[str]]:
    rows = db.session.execute(select(ContentTag.content_id, ContentTag.tag).where(ContentTag.content_id.in_(ids)))
    out: dict[int, list[str]] = {}
    for content_id, tag in rows:
        out.setdefault(content_id, []).append(tag)
    return out


def _of_people(ids: Iterable[int]) -> list[dict[str, Any]]:
    found = people.by_ids(ids).values()
    return [
        {"person_id": each.id, "kind": "person", "title": each.name, "tags": each.handle}
        | {"creator": "", "body": each.bio, "names": f"{each.name} {each.handle}"}
        for each in found
    ]
