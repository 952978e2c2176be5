"""Reads of what a person keeps: collections and what is in them, and what they like."""

from dataclasses import dataclass

from sqlalchemy import func, select

from wm.domains import content
from wm.domains.engagement.models import Collection, Like, Save
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 24


@dataclass(frozen=True)
class Shelf:
    """One collection, how much its person may still open of what is in it, and whether it holds the piece asked about."""

    collection: Collection
    size: int
    holds: bool = False


def shelves(person, piece: content.Content | None = None) -> list[Shelf]:
    """Return `person`'s collections in their order, the default one first."""
    mine = select(Collection).where(Collection.person_id == person.id, Collection.removed_at.is_(None))
    found = db.session.scalars(mine.order_by(Collection.position, Collection.id)).all()
    held = select(Save.collection_id, func.count()).where(
        Save.person_id == person.id, Save.content_id.in_(content.openable(person))
    )
    sizes = dict(db.session.execute(held.group_by(Save.collection_id)).all())
    holding = _holding(person, piece) if piece else ()
    return [Shelf(each, sizes.get(each.id, 0), each.id in holding) for each in found]


def _holding(person, piece: content.Content) -> set[int]:
    held = select(Save.collection_id).where(Save.person_id == person.id, Save.content_id == piece.id)
    return set(db.session.scalars(held))


def saved(person, collection: Collection | None = None, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` saved (None: in any collection), latest first; what is closed now is left out."""
    latest = func.max(Save.id).label("latest")
    mine = select(Save.content_id, latest).where(
        Save.person_id == person.id, Save.content_id.in_(content.openable(person))
    )
    if collection is None:
        mine = mine.where(Collection.id == Save.collection_id, Collection.removed_at.is_(None))
    else:
        mine = mine.where(Save.collection_id == collection.id)
    mine = mine.group_by(Save.content_id)
    if place := decode(cursor, int):
        mine = mine.having(latest < place[0])
    return _pieces(mine.order_by(latest.desc()), size)


def liked(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` likes, latest first."""
    mine = select(Like.content_id, Like.id.label("latest")).where(
        Like.person_id == person.id, Like.content_id.in_(content.openable(person))
    )
    if place := decode(cursor, int):
        mine = mine.where(Like.id < place[0])
    return _pieces(mine.order_by(Like.id.desc()), size)


def _pieces(rows, size: int) -> Page:
    found = cut(db.session.execute(rows.limit(size + 1)).all(), size, lambda row: (row.latest,))
    return Page(content.in_order(row.content_id for row in found.items), found.next)
