"""What a viewer did with the pieces of a page, asked once for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all

from wm.domains.content import Content
from wm.domains.engagement.models import Collection, Like, Save, Tally
from wm.domains.engagement.queries import parts
from wm.kernel.db import db


@dataclass(frozen=True)
class State:
    """What one viewer did with one piece; `part` is how much of it was watched, in percent.

    `likes_ahead` and `saves_ahead` are the viewer's own changes that the counts on the piece don't hold yet."""

    liked: bool = False
    saved: bool = False
    part: int | None = None
    likes_ahead: int = 0
    saves_ahead: int = 0

    def likes(self, piece: Content) -> int:
        """How many people like `piece`, this viewer included."""
        return max(piece.likes + self.likes_ahead, int(self.liked))

    def saves(self, piece: Content) -> int:
        """How many people save `piece`, this viewer included."""
        return max(piece.saves + self.saves_ahead, int(self.saved))


NOTHING = State()


def states(viewer, content_ids: Iterable[int]) -> dict[int, State]:
    """Return {content id: State} for each of the ids, in two statements; none for visitors."""
    chosen = list(content_ids)
    if viewer.id is None or not chosen:
        return dict.fromkeys(chosen, NOTHING)
    done = {row.content_id: row for row in db.session.execute(_done(viewer, chosen))}
    watched = parts(viewer, chosen)
    return {each: _state(done.get(each), watched.get(each)) for each in chosen}


def _state(row, part: int | None) -> State:
    if row is None:
        return State(part=part) if part else NOTHING
    return State(bool(row.liked), bool(row.saved), part, int(row.likes), int(row.saves))


def _done(viewer, chosen: list[int]):
    """Select one row for each piece that the viewer likes, saves, or has just changed."""
    none = literal(0)
    there = Collection.id == Save.collection_id, Collection.removed_at.is_(None)
    rows = union_all(
        _mine(
            Like,
            viewer,
            chosen,
            literal(1).label("liked"),
            none.label("saved"),
            none.label("likes"),
            none.label("saves"),
        ),
        _mine(Save, viewer, chosen, none, literal(1), none, none).where(*there),
        _mine(Tally, viewer, chosen, none, none, Tally.likes, Tally.saves),
    ).subquery()
    columns = rows.c
    return select(
        columns.content_id,
        func.max(columns.liked).label("liked"),
        func.max(columns.saved).label("saved"),
        func.sum(columns.likes).label("likes"),
        func.sum(columns.saves).label("saves"),
    ).group_by(columns.content_id)


def _mine(table, viewer, chosen: list[int], *columns):
    return select(table.content_id, *columns).where(table.person_id == viewer.id, table.content_id.in_(chosen))
