"""Locks: what closes a piece before whom, the part of it that stays free, and the one question that every surface asks."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from wm.domains import entitlements
from wm.domains.content.course_models import CourseLesson
from wm.domains.content.errors import Locked
from wm.domains.content.events import ContentEdited
from wm.domains.content.linking import relinked
from wm.domains.content.models import Content
from wm.domains.content.policy import may_watch
from wm.domains.content.shapes import card, full
from wm.domains.content.tags import retag, written_tags
from wm.domains.entitlements import Decision, Lock
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record

MORE = re.compile(r"^[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*$", re.MULTILINE | re.IGNORECASE)
PARAGRAPH = re.compile(r"\n[ \t]*\n")
LINE = 80


def decisions(pieces: Iterable[Content], viewer) -> dict[int, Decision]:
    """Return for each piece, by row id, whether `viewer` may open the thing itself now, and why; in one statement."""
    return _decisions([piece.id for piece in pieces], viewer)


def _decisions(ids: list[int], viewer) -> dict[int, Decision]:
    return entitlements.decide(viewer, ids, select(CourseLesson.lesson_id, CourseLesson.course_id))


def decision(piece: Content, viewer) -> Decision:
    """Return the same for one piece."""
    return decisions([piece], viewer)[piece.id]


def opens(piece: Content, viewer) -> bool:
    """Whether `viewer` may play, read or download it now."""
    return decision(piece, viewer).is_open


def opened(piece: Content, viewer) -> Content:
    """Return the piece for whoever may open it. Raises Locked (402) for everybody else."""
    if not opens(piece, viewer):
        raise Locked(content=piece.public_id)
    return piece


def open_ids(ids: Iterable[int], viewer) -> frozenset[int]:
    """Return which of these locked pieces, by row id, `viewer` may open by what they bought, joined or made."""
    found = _decisions(list(ids), viewer)
    return frozenset(each for each, decided in found.items() if decided.is_open and decided.why != "staff")


def lock_of(piece: Content) -> Lock | None:
    """Return what closes it, None when nothing does."""
    return entitlements.locks([piece.id]).get(piece.id)


def set_lock(piece: Content, **changes: Any) -> Lock | None:
    """Change what closes it: by_sale (with price, is_least), by_level, by_pro, by_course; what is not named stays.

    Its files are closed or opened with it, cards are drawn anew, and search forgets what is not free any more."""
    had = lock_of(piece)
    names = ("by_sale", "by_level", "by_pro", "by_course", "price", "is_least")
    now = {name: getattr(had, name) for name in names} if had else {}
    lock, told = entitlements.set_lock(piece.id, piece.person_id, **(now | changes)), written_tags(piece)
    keep_teaser(piece)
    if told != written_tags(piece):
        retag(db.session.scalars(full().where(Content.id == piece.id)).one(), told)
    piece.updated_at = clock.now()
    db.session.flush()
    if piece.is_published:
        record(ContentEdited(piece.id))
    relinked(piece)
    if piece.kind == "course" and bool(had) != bool(lock):
        inside = select(CourseLesson.lesson_id).where(CourseLesson.course_id == piece.id)
        for lesson in db.session.scalars(full().where(Content.id.in_(inside))).all():
            relock(lesson)
    return lock


def relock(lesson: Content) -> None:
    """Close a lesson with the locked courses that it is in, unless it is free to try there, or open it again."""
    sold = select(CourseLesson.id).join(Lock, Lock.content_id == CourseLesson.course_id)
    sold = sold.where(CourseLesson.lesson_id == lesson.id, CourseLesson.is_free.is_(False))
    is_sold, had = db.session.scalar(sold.limit(1)) is not None, lock_of(lesson)
    if is_sold != bool(had and had.by_course):
        set_lock(lesson, by_course=is_sold)


def courses_around(piece: Content, viewer) -> list[Content]:
    """Return the locked courses that open a piece, as cards, as far as `viewer` may see them."""
    around = select(CourseLesson.course_id).join(Lock, Lock.content_id == CourseLesson.course_id)
    found = db.session.scalars(card().where(Content.id.in_(around.where(CourseLesson.lesson_id == piece.id))))
    return [course for course in found if may_watch(course, viewer)]


def keep_teaser(piece: Content) -> None:
    """Keep what stays free of its words while it is locked, and nothing apart while it is not."""
    is_words = piece.kind in ("article", "update")
    piece.teaser = free_part(piece) if is_words and lock_of(piece) else None


def free_part(piece: Content) -> str:
    """Return what anybody may read of a locked piece: what is above its <!-- more --> line.

    Without one, of an article its first paragraph when others follow, and of an update the line that names it."""
    parts = MORE.split(piece.body, maxsplit=1)
    if len(parts) > 1:
        return parts[0].rstrip()
    if piece.kind == "update":
        return piece.title
    first, *others = PARAGRAPH.split(piece.body.strip(), maxsplit=1)
    return first if others else ""


def set_trailer(piece: Content, public_id: str | None, person) -> None:
    """Show another film of `person`'s that is there for everybody before the lock, or none. Raises NotFound (404)."""
    piece.trailer_id = None
    if public_id:
        mine = select(Content.id).where(Content.public_id == public_id, Content.kind == "film", Content.id != piece.id)
        piece.trailer_id = db.session.scalar(mine.where(Content.person_id == person.id, Content.visibility == "public"))
        if piece.trailer_id is None:
            raise NotFound("That film is not here, or not for everybody. Choose another one.")
    db.session.flush()


def audience_of(piece: Content) -> str:
    """Return whom it is for, as its maker chose it: its visibility, or members."""
    lock = lock_of(piece) if piece.visibility == "public" else None
    return "members" if lock and lock.by_level else piece.visibility


def trailer_of(piece: Content, viewer) -> Content | None:
    """Return the film that its maker shows before the lock, when `viewer` may see and play that one."""
    if piece.trailer_id is None:
        return None
    found = db.session.scalars(full().where(Content.id == piece.trailer_id)).first()
    is_shown = found is not None and found.is_playable and may_watch(found, viewer) and opens(found, viewer)
    return found if is_shown else None
