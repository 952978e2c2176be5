"""The one decision: may this viewer open these pieces now, and why."""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, select, union_all
from sqlalchemy.orm import aliased

from wm.domains.entitlements.models import SCOPES, Grant, Lock
from wm.domains.entitlements.queries import is_live
from wm.kernel.db import db

STAFF = ("moderator", "admin")


class Decision(NamedTuple):
    """Whether a piece opens, why ("free", "own", "staff", the source of a right, or "locked"), and until when.

    `lock` is what closes it before others; None when nothing does."""

    is_open: bool
    why: str
    until: datetime | None = None
    lock: Lock | None = None


FREE = Decision(True, "free")


class Doors(NamedTuple):
    """Locks by the row id of what they close, the places from which each piece may be opened, and the viewer's rights to them."""

    locks: dict[int, Lock]
    around: dict[int, set[int]]
    rights: set[Grant]


def decide(viewer, content_ids: Iterable[int], courses: Select | None = None) -> dict[int, Decision]:
    """Return a decision for each of these pieces, in one statement however many they are.

    `courses` selects pairs (piece, course) of row ids: whoever may open one of the courses that a piece is in, because
    they bought or joined, opens the piece too."""
    ids = list(content_ids)
    doors = _doors(viewer, ids, courses) if ids else None
    return {each: _of_one(viewer, each, doors) for each in ids}


def _of_one(viewer, content_id: int, doors: Doors) -> Decision:
    lock = doors.locks.get(content_id)
    if lock is None:
        return FREE
    if viewer.id is not None and viewer.id == lock.maker_id:
        return Decision(True, "own", lock=lock)
    places = [doors.locks[each] for each in doors.around[content_id]]
    fitting = [right for right in doors.rights if any(opens(right, place) for place in places)]
    if fitting:
        best = max(fitting, key=lambda right: right.until.timestamp() if right.until else math.inf)
        return Decision(True, best.source, best.until, lock)
    if viewer.role in STAFF:
        return Decision(True, "staff", lock=lock)
    return Decision(False, "locked", lock=lock)


def opens(right: Grant, lock: Lock) -> bool:
    """Whether that right is one that this lock asks for."""
    if right.scope == "content":
        return right.scope_id == lock.content_id
    if right.scope == "creator":
        return right.scope_id == lock.maker_id and 0 < lock.by_level <= right.level
    return lock.by_pro


def _doors(viewer, ids: list[int], courses: Select | None) -> Doors:
    found = Doors({}, {}, set())
    for piece_id, lock, *rights in db.session.execute(_asked(viewer, ids, courses)):
        found.locks[lock.content_id] = lock
        found.around.setdefault(piece_id, set()).add(lock.content_id)
        found.rights.update(right for right in rights if right is not None)
    return found


def _asked(viewer, ids: list[int], courses: Select | None) -> Select:
    """Select (piece, a lock of it or of a course around it), and whoever has signed in: their rights by each of SCOPES."""
    if viewer.id is None:
        return select(Lock.content_id, Lock).where(Lock.content_id.in_(ids))
    places = select(Lock.content_id.label("piece_id"), Lock.content_id.label("door_id")).where(Lock.content_id.in_(ids))
    if courses is not None:
        around = courses.subquery().c
        places = union_all(places, select(*around).where(around[0].in_(ids)))
    place = places.subquery().c
    found = select(place.piece_id, Lock).join(Lock, Lock.content_id == place.door_id)
    for scope in SCOPES:
        right = aliased(Grant)
        its = {
            "content": right.scope_id == Lock.content_id,
            "creator": right.scope_id == Lock.maker_id,
            "site": Lock.by_pro == (right.scope == scope),
        }
        mine = right.person_id == viewer.id, right.scope == scope, is_live(right)
        found = found.add_columns(right).outerjoin(right, and_(its[scope], *mine))
    return found
