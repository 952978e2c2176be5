"""The faces in the rail of every page: whom a viewer has followed last, from the cache."""

from typing import NamedTuple

from wm.domains.graph.lists import following
from wm.kernel import cache
from wm.kernel.db import after_commit

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
    return tuple(Face(*each) for each in cache.through(faces_key(viewer.id), SECONDS, lambda: _read(viewer)))


def _read(viewer) -> list[Face]:
    return [Face(each.handle, each.name, each.avatar_url) for each in following(viewer, viewer, size=MOST).items]


def changed(person_id: int) -> None:
    """Read anew whom this person follows once the present transaction holds."""
    after_commit(lambda: cache.forget(faces_key(person_id)))


def faces_key(person_id: int) -> str:
    """Return where the faces of a person's rail are kept."""
    return f"faces:{person_id}"
