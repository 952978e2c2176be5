"""Courses: putting lessons into order, and getting through them."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, func, insert, select

from wm.domains.content.course_models import LESSONS, SECTION_LENGTH, CourseLesson, LessonProgress
from wm.domains.content.course_queries import Lesson, Outline, Way, choices, outline, rows, way
from wm.domains.content.models import Content
from wm.kernel import clock, quick
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import Invalid, NotFound

__all__ = [
    "LESSONS",
    "SECTION_LENGTH",
    "Lesson",
    "NotALesson",
    "Outline",
    "TooManyLessons",
    "Way",
    "add",
    "choices",
    "mark_done",
    "mark_undone",
    "move",
    "name_section",
    "outline",
    "recount_around",
    "set_free",
    "take_out",
    "watched",
    "way",
]


AROUND = select(CourseLesson.course_id).where(CourseLesson.lesson_id == bindparam("lesson_id"))


class NotALesson(Invalid):
    code = "not_a_lesson"
    message = "A course is made of films, articles, updates and resources of its own maker."


class TooManyLessons(Invalid):
    code = "too_many_lessons"
    message = f"A course holds at most {LESSONS} lessons. Make a second course for the rest."


def add(course: Content, lesson: Content, section: str = "", at: int | None = None) -> None:
    """Put `lesson` into `course`, last or at position `at`; nothing happens when it is there already.

    Raises NotALesson (422) for a course or somebody else's piece, TooManyLessons (422)."""
    if lesson.kind == "course" or course.kind != "course" or lesson.person_id != course.person_id:
        raise NotALesson()
    places = rows(course)
    if any(place.lesson_id == lesson.id for place in places):
        return
    if len(places) >= LESSONS:
        raise TooManyLessons()
    place = CourseLesson(course_id=course.id, lesson_id=lesson.id, section=_short(section), position=len(places))
    db.session.add(place)
    places.insert(len(places) if at is None else max(0, at), place)
    _number(places)
    recount_around(lesson)


def take_out(course: Content, lesson: Content) -> tuple[int, str]:
    """Take `lesson` out of `course`; returns (position, section), with which `add` puts it back. Raises NotFound."""
    places = rows(course)
    found = _place_of(lesson, places)
    places.remove(found)
    db.session.delete(found)
    _number(places)
    course.lessons = _open_lessons([course.id]).get(course.id, 0)
    return found.position, found.section


def move(course: Content, lesson: Content, by: int) -> None:
    """Put `lesson` `by` places later (earlier when negative), as far as the course goes. Raises NotFound."""
    places = rows(course)
    found = _place_of(lesson, places)
    at = max(0, min(len(places) - 1, places.index(found) + by))
    places.remove(found)
    places.insert(at, found)
    _number(places)


def set_free(course: Content, lesson: Content, is_free: bool) -> None:
    """Let a lesson be free to try though its course is sold, or not. Raises NotFound. See `content.relock`."""
    _place_of(lesson, rows(course)).is_free = is_free
    db.session.flush()


def name_section(course: Content, lesson: Content, section: str) -> None:
    """Say what stands above `lesson`; empty for nothing. Raises NotFound."""
    _place_of(lesson, rows(course)).section = _short(section)
    db.session.flush()


def mark_done(lesson: Content, by) -> None:
    """Note that `by` is through with `lesson`; once is enough."""
    done = {"person_id": by.id, "lesson_id": lesson.id, "done_at": clock.now()}
    db.session.execute(ignoring_duplicates(insert(LessonProgress)).values(**done))


def watched(by: Iterable[tuple[int, int]]) -> None:
    """Note that people are through with the films that they watched to the end: pairs of (person id, content id).

    What is no lesson of any course is passed over; keeping the same again adds nothing."""
    by = sorted(set(by))
    if not by:
        return
    inside = select(CourseLesson.lesson_id).where(CourseLesson.lesson_id.in_({lesson for _, lesson in by}))
    lessons = set(db.session.scalars(inside))
    now = clock.now()
    done = [{"person_id": each, "lesson_id": lesson, "done_at": now} for each, lesson in by if lesson in lessons]
    if done:
        db.session.execute(ignoring_duplicates(insert(LessonProgress)), done)


def mark_undone(lesson: Content, by) -> None:
    """Forget that `by` is through with `lesson`."""
    db.session.execute(delete(LessonProgress).filter_by(person_id=by.id, lesson_id=lesson.id))


def recount_around(lesson: Content) -> None:
    """Let the courses around `lesson` count it, or not, as its state and visibility now say."""
    db.session.flush()
    around = list(quick.execute(db.session.connection(), AROUND, {"lesson_id": lesson.id}).scalars())
    if around:
        counts = _open_lessons(around)
        for course in db.session.scalars(select(Content).where(Content.id.in_(around))):
            course.lessons = counts.get(course.id, 0)
        db.session.flush()


def _open_lessons(courses: list[int]) -> dict[int, int]:
    open_ones = Content.state == "published", Content.visibility != "private"
    counted = (
        select(CourseLesson.course_id, func.count())
        .join(Content, Content.id == CourseLesson.lesson_id)
        .where(CourseLesson.course_id.in_(courses), *open_ones)
        .group_by(CourseLesson.course_id)
    )
    return dict(db.session.execute(counted).all())


def _place_of(lesson: Content, places: list[CourseLesson]) -> CourseLesson:
    found = next((place for place in places if place.lesson_id == lesson.id), None)
    if found is None:
        raise NotFound()
    return found


def _number(places: list[CourseLesson]) -> None:
    for position, place in enumerate(places):
        place.position = position
    db.session.flush()


def _short(section: str) -> str:
    return " ".join(section.split())[:SECTION_LENGTH]
