"""The one decision: may this viewer open these pieces now, and why."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from wm.domains.entitlements.models import Grant, Lock
from wm.domains.entitlements.queries import is_live, locks
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


def decide(
    viewer,
    content_ids: Iterable[int],
    courses: Mapping[int, Iterable[int]] | None = None,
    closed: Mapping[int, Lock] | None = None,
) -> dict[int, Decision]:
    """Return a decision for each of these pieces, in at most three statements however many they are.

    `courses` names the courses that a piece is in: whoever may open one of them, because they bought or joined, opens
    its lessons too. `closed` are the locks of the pieces, where they are known already."""
    ids = list(content_ids)
    found = dict(locks(ids) if closed is None else closed)
    around = {each: list(courses.get(each, ())) for each in found} if courses else {}
    if any(around.values()):
        found |= locks(course for places in around.values() for course in places)
    rights = _rights(viewer, found) if found and viewer.id is not None else []
    return {each: _of_one(viewer, each, found, around.get(each, ()), rights) for each in ids}


def _of_one(
    viewer, content_id: int, found: Mapping[int, Lock], courses: Iterable[int], rights: list[Grant]
) -> Decision:
    lock = found.get(content_id)
    if lock is None:
        return FREE
    if viewer.id is not None and viewer.id == lock.maker_id:
        return Decision(True, "own", lock=lock)
    doors = [found[each] for each in (content_id, *courses) if each in found]
    fitting = [right for right in rights if any(opens(right, door) for door in doors)]
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


def _rights(viewer, found: Mapping[int, Lock]) -> list[Grant]:
    makers = {lock.maker_id for lock in found.values()}
    asked = or_(
        and_(Grant.scope == "content", Grant.scope_id.in_(found)),
        and_(Grant.scope == "creator", Grant.scope_id.in_(makers)),
        Grant.scope == "site",
    )
    return list(db.session.scalars(select(Grant).where(Grant.person_id == viewer.id, is_live(), asked)))
