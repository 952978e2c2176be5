"""Reads of the graph; what is a SELECT stands in other domains' conditions."""

from typing import NamedTuple

from sqlalchemy import Select, exists, or_, select, union_all

from wm.domains import people
from wm.domains.graph.errors import NotThere
from wm.domains.graph.models import Block, Follow, Mute
from wm.kernel.db import db


class Ties(NamedTuple):
    """How somebody stands with somebody else."""

    is_followed: bool
    is_muted: bool


def followed_ids(viewer) -> Select:
    """Return a SELECT of the ids of the people whom `viewer` follows."""
    return select(Follow.followed_id).where(Follow.follower_id == viewer.id)


def muted_ids(viewer) -> Select:
    """Return a SELECT of the ids of the people whom `viewer` has muted."""
    return select(Mute.muted_id).where(Mute.muter_id == viewer.id)


def hidden_ids(viewer) -> Select:
    """Return a SELECT of the ids of the people who and `viewer` do not see each other: blocked by either."""
    mine = select(Block.blocked_id.label("id")).where(Block.blocker_id == viewer.id)
    theirs = select(Block.blocker_id.label("id")).where(Block.blocked_id == viewer.id)
    return select(union_all(mine, theirs).subquery().c.id)


def follows(viewer, person_id: int) -> bool:
    """Whether `viewer` follows the person with that row id."""
    return viewer.id is not None and _is_there(Follow.follower_id == viewer.id, Follow.followed_id == person_id)


def are_apart(viewer, person_id: int) -> bool:
    """Whether one of the two has blocked the other."""
    if viewer.id is None:
        return False
    mine = (Block.blocker_id == viewer.id) & (Block.blocked_id == person_id)
    theirs = (Block.blocker_id == person_id) & (Block.blocked_id == viewer.id)
    return _is_there(or_(mine, theirs))


def ties(viewer, person_id: int) -> Ties:
    """Return how `viewer` stands with the person with that row id, in one statement."""
    if viewer.id is None:
        return Ties(False, False)
    follow = exists().where(Follow.follower_id == viewer.id, Follow.followed_id == person_id)
    mute = exists().where(Mute.muter_id == viewer.id, Mute.muted_id == person_id)
    return Ties(*map(bool, db.session.execute(select(follow, mute)).one()))


def has_blocked(person, other) -> bool:
    """Whether `person` has blocked `other`."""
    return _is_there(Block.blocker_id == person.id, Block.blocked_id == other.id)


def has_muted(person, other) -> bool:
    """Whether `person` has muted `other`."""
    return mutes(person, other.id)


def mutes(viewer, person_id: int) -> bool:
    """Whether `viewer` has muted the person with that row id."""
    return viewer.id is not None and _is_there(Mute.muter_id == viewer.id, Mute.muted_id == person_id)


def seen(handle: str, viewer) -> people.Person:
    """Return the person behind /@handle, with links, as `viewer` may meet them.

    Raises PersonNotFound or NotThere (404), which read the same."""
    person = people.by_handle(handle)
    if are_apart(viewer, person.id):
        raise NotThere()
    return person


def _is_there(*conditions) -> bool:
    return bool(db.session.scalar(select(exists().where(*conditions))))
