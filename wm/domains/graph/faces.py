"""The faces in the rail of every page: whom a viewer has followed last, from the cache."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import ScalarSelect, bindparam, select

from wm.domains.graph.models import Follow
from wm.domains.graph.queries import hidden_ids
from wm.domains.people import Person
from wm.kernel import along, cache
from wm.kernel.db import Id, after_commit

SECONDS, MOST = 60, 8


class Face(NamedTuple):
    """What a page shows of somebody whose name it only mentions."""

    handle: str
    name: str
    avatar_url: str | None


def latest_faces(viewer) -> tuple[Face, ...]:
    """Return the people whom `viewer` has followed last, with names at most a minute old; nobody for a visitor."""
    if viewer.id is None:
        return ()
    return tuple(Face(*each) for each in cache.through(faces_key(viewer.id), SECONDS, lambda: _read(viewer.id)))


def _read(person_id: int) -> list[Face]:
    rows = reversed(along.unpacked(along.answer(faces_asked(person_id))))
    return [Face(handle, name, Person(avatar=avatar).avatar_url) for _order, handle, name, avatar in rows]


def faces_asked(person_id: int) -> along.Question:
    """Return the question whom this person has followed last, for who asks several at once."""
    return along.Question(faces_key(person_id), _latest(), {"viewer_id": person_id})


@lru_cache(maxsize=1)
def _latest() -> ScalarSelect:
    """Return the faces that the person whom `viewer_id` binds may see: to build it takes longer than to run it."""
    anybody = SimpleNamespace(id=bindparam("viewer_id", type_=Id))
    followed = select(Follow.id, Person.handle, Person.name, Person.avatar)
    followed = followed.join(Person, Person.id == Follow.followed_id)
    followed = followed.where(Follow.follower_id == anybody.id, Person.closed_at.is_(None))
    seen = followed.where(Follow.followed_id.not_in(hidden_ids(anybody)))
    return along.packed(seen.order_by(Follow.id.desc()).limit(MOST))


def changed(person_id: int) -> None:
    """Read anew whom this person follows once the present transaction holds."""
    after_commit(lambda: cache.forget(faces_key(person_id)))


def faces_key(person_id: int) -> str:
    """Return where the faces of a person's rail are kept."""
    return f"faces:{person_id}"
