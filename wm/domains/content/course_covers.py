"""The pictures of courses: the poster of the first film in each that everybody may see."""

from collections.abc import Iterable

from sqlalchemy import select

from wm.domains import media
from wm.domains.content.course_models import CourseLesson
from wm.domains.content.models import Content
from wm.kernel.db import db


def show_covers(pieces: Iterable[Content]) -> None:
    """Give each course among these pieces its `cover` (a film, or None), in one statement; nothing when there is none."""
    courses = {piece.id: piece for piece in pieces if piece.kind == "course"}
    for course in courses.values():
        course.cover = None
    for number, film in _films(courses) if courses else ():
        if courses[number].cover is None and film.poster_url:
            courses[number].cover = film


def _films(courses: Iterable[int]) -> list[tuple]:
    out = Content.kind == "film", Content.state == "published", Content.visibility == "public"
    wanted = (
        select(CourseLesson.course_id, media.Film)
        .join(Content, Content.id == CourseLesson.lesson_id)
        .join(media.Film, media.Film.id == Content.film_id)
        .where(CourseLesson.course_id.in_(courses), *out)
        .order_by(CourseLesson.course_id, CourseLesson.position, CourseLesson.id)
    )
    return list(db.session.execute(wanted))
