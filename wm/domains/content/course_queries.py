"""Reads of courses: the lessons that a viewer may see, in order, and how far they are."""

from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import defer, joinedload

from wm.domains.content import policy
from wm.domains.content.course_models import CourseLesson, LessonProgress
from wm.domains.content.models import Content
from wm.domains.content.queries import card, openable
from wm.kernel.db import db

LETTERS_A_MINUTE = 1200  # about 220 words
CHOICES = 100
AHEAD = 12


class Lesson(NamedTuple):
    """A piece in its place in a course; `section` is the title above it, or empty; `letters` the length of its words; `is_free`: to try, though the
    course is sold."""

    piece: Content
    section: str
    letters: int
    is_done: bool
    is_free: bool = False

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one minute."""
        return max(1, round(self.letters / LETTERS_A_MINUTE))


class Outline(NamedTuple):
    """The lessons of a course that one viewer may see, in order."""

    lessons: list[Lesson]

    @property
    def done(self) -> int:
        """How many of them the viewer is through with."""
        return sum(lesson.is_done for lesson in self.lessons)

    @property
    def percent(self) -> int:
        """The same as a percentage."""
        return round(100 * self.done / len(self.lessons)) if self.lessons else 0

    @property
    def next(self) -> Lesson | None:
        """The first lesson that is still to do; None when there is none."""
        return next((lesson for lesson in self.lessons if not lesson.is_done), None)

    @property
    def cover(self):
        """The first film that has a poster; None when there is none."""
        films = (lesson.piece.film for lesson in self.lessons if lesson.piece.film)
        return next((film for film in films if film.poster_url), None)

    @property
    def length_ms(self) -> int:
        """How long all its films are together."""
        return sum(lesson.piece.film.duration_ms or 0 for lesson in self.lessons if lesson.piece.film)


class Way(NamedTuple):
    """Where one lesson stands in a course that its viewer came by; `place` counts from 0."""

    course: Content
    outline: Outline
    place: int

    @property
    def here(self) -> Lesson:
        """The lesson itself."""
        return self.outline.lessons[self.place]

    @property
    def before(self) -> Lesson | None:
        """The lesson before it; None at the first."""
        return self.outline.lessons[self.place - 1] if self.place else None

    @property
    def following(self) -> Lesson | None:
        """The lesson after it; None at the last."""
        return self.outline.lessons[self.place + 1] if self.place + 1 < len(self.outline.lessons) else None

    @property
    def ahead(self) -> list[Lesson]:
        """This lesson and the next few."""
        return self.outline.lessons[self.place : self.place + AHEAD]


def way(lesson: Content, course_id: str | None, viewer) -> Way | None:
    """Return where `lesson` stands in the course with that public id.

    None without one, when it is not in there, and when `viewer` may not open the course: all three look the same."""
    if not course_id:
        return None
    wanted = card().where(Content.public_id == course_id, Content.kind == "course")
    course = db.session.scalars(wanted).first()
    if course is None or not policy.may_watch(course, viewer):
        return None
    found = outline(course, viewer)
    places = (place for place, each in enumerate(found.lessons) if each.piece.id == lesson.id)
    place = next(places, None)
    return None if place is None else Way(course, found, place)


def outline(course: Content, viewer) -> Outline:
    """Return the lessons of `course` that `viewer` may open; its maker sees drafts too."""
    mine = and_(LessonProgress.lesson_id == Content.id, LessonProgress.person_id == viewer.id)
    wanted = (
        select(Content, CourseLesson.section, func.length(Content.body), LessonProgress.id, CourseLesson.is_free)
        .join(CourseLesson, CourseLesson.lesson_id == Content.id)
        .outerjoin(LessonProgress, mine)
        .where(CourseLesson.course_id == course.id, Content.id.in_(openable(viewer)))
        .order_by(CourseLesson.position, CourseLesson.id)
        .options(joinedload(Content.film), joinedload(Content.lock), defer(Content.body), defer(Content.teaser))
    )
    rows = db.session.execute(wanted).unique()
    return Outline(
        [Lesson(piece, section, size or 0, done is not None, free) for piece, section, size, done, free in rows]
    )


def rows(course: Content) -> list[CourseLesson]:
    """Return every place in `course`, in order, locked until the change is made."""
    inside = select(CourseLesson).where(CourseLesson.course_id == course.id)
    return list(db.session.scalars(inside.order_by(CourseLesson.position, CourseLesson.id).with_for_update()).all())


def choices(course: Content, words: str = "") -> list[Content]:
    """Return what its maker could put into `course`: up to 100 pieces of their own, newest first."""
    inside = select(CourseLesson.lesson_id).where(CourseLesson.course_id == course.id)
    mine = card().where(
        Content.person_id == course.person_id,
        Content.kind != "course",
        Content.state != "removed",
        Content.id.not_in(inside),
    )
    mine = mine.where(Content.title.icontains(words, autoescape=True)) if words else mine
    return list(db.session.scalars(mine.order_by(Content.id.desc()).limit(CHOICES)))
