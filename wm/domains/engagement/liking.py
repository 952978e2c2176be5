"""Liking a piece, once per person, and taking that back."""

from sqlalchemy import delete, insert

from wm.domains.content import Content
from wm.domains.engagement.events import PieceLiked
from wm.domains.engagement.models import Like, Tally
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.facts import record


def like(person, piece: Content) -> bool:
    """Let `person` like `piece`; returns whether that is new."""
    values = {"person_id": person.id, "content_id": piece.id}
    is_new = bool(db.session.execute(ignoring_duplicates(insert(Like)).values(**values)).rowcount)
    if is_new:
        db.session.add(Tally(**values, likes=1, saves=0))
        record(PieceLiked(piece.id, person.id))
    return is_new


def unlike(person, piece: Content) -> bool:
    """Take the like of `person` back; returns whether there was one."""
    mine = delete(Like).where(Like.person_id == person.id, Like.content_id == piece.id)
    was_there = bool(db.session.execute(mine).rowcount)
    if was_there:
        db.session.add(Tally(person_id=person.id, content_id=piece.id, likes=-1, saves=0))
    return was_there
