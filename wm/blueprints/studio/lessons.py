"""The lessons of a course of one's own: put in, moved, named, taken out and back."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.studio import bp as door
from wm.domains import content
from wm.kernel.errors import NotFound
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

LONGEST = 100


@door.get("/pieces/<public_id>/lessons")
@signed_in
def lessons(public_id: str) -> Response:
    """Show the lessons, and what else could become one; `words` narrows that."""
    return page("studio/lessons.html", "studio/_lessons.html", **lessons_of(_course(public_id)))


@door.post("/pieces/<public_id>/lessons")
@signed_in
def add_lesson(public_id: str) -> Response:
    """Put a piece into the course, last or at `position`."""
    course = _course(public_id)
    lesson = content.own(request.form.get("lesson", ""), viewer())
    at = request.form.get("position", type=int)
    content.courses.add(course, lesson, request.form.get("section", ""), at)
    content.relock(lesson)
    return _again(course)


@door.post("/pieces/<public_id>/lessons/<lesson_id>/place")
@signed_in
def move_lesson(public_id: str, lesson_id: str) -> Response:
    """Move a lesson up (`by` is negative) or down."""
    course = _course(public_id)
    content.courses.move(course, content.own(lesson_id, viewer()), request.form.get("by", 0, type=int))
    return _again(course)


@door.post("/pieces/<public_id>/lessons/<lesson_id>/section")
@signed_in
def name_section(public_id: str, lesson_id: str) -> Response:
    """Write a title above a lesson, or take it away."""
    course = _course(public_id)
    content.courses.name_section(course, content.own(lesson_id, viewer()), request.form.get("section", ""))
    return _again(course)


@door.post("/pieces/<public_id>/lessons/<lesson_id>/trial")
@signed_in
def try_lesson(public_id: str, lesson_id: str) -> Response:
    """Let a lesson of a course that is sold be free to try, or not any more."""
    course, lesson = _course(public_id), content.own(lesson_id, viewer())
    content.courses.set_free(course, lesson, request.form.get("free") == "yes")
    content.relock(lesson)
    return _again(course)


@door.post("/pieces/<public_id>/lessons/<lesson_id>/removal")
@signed_in
def take_out(public_id: str, lesson_id: str) -> Response:
    """Take a lesson out of the course; the list offers to put it back."""
    course, lesson = _course(public_id), content.own(lesson_id, viewer())
    position, section = content.courses.take_out(course, lesson)
    content.relock(lesson)
    return _again(course, out=lesson.public_id, position=position, section=section)


def lessons_of(course: content.Content, **taken) -> dict:
    """Return what the list of lessons needs; `taken` (out, position, section) names the one that was just taken out."""
    taken = taken or {name: request.args.get(name, "") for name in ("out", "position", "section")}
    words = request.args.get("words", "").strip()[:LONGEST]
    possible = content.courses.choices(course, words)
    return {
        "piece": course,
        "outline": content.courses.outline(course, viewer()),
        "choices": possible,
        "words": words,
        "taken": taken | {"piece": next((each for each in possible if each.public_id == taken["out"]), None)},
    }


def _course(public_id: str) -> content.Content:
    course = content.own(public_id, viewer())
    if course.kind != "course":
        raise NotFound()
    return course


def _again(course: content.Content, **taken) -> Response:
    back_to = url_for("studio.piece", public_id=course.public_id, **taken, _anchor="lessons")
    message = None if taken else _("The order is kept.")
    return swap(back_to, "studio/_lessons.html", message=message, **lessons_of(course, **taken))
