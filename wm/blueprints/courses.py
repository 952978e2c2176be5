"""The pages of courses: lessons in order, and getting through them."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import supporting
from wm.blueprints.door import door_of
from wm.blueprints.places import content_url
from wm.blueprints.threads import under
from wm.domains import content, engagement, graph
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("courses", __name__)


@bp.get("/courses/<public_id>")
@public
def show(public_id: str) -> Response:
    piece = _course(public_id)
    known = {"is_followed": graph.follows(viewer(), piece.person_id)}
    known["state"] = engagement.states(viewer(), [piece.id])[piece.id]
    return page(
        "courses/show.html", "courses/_outline.html", **(known | shown(piece) | under(piece) | supporting.of(piece))
    )


@bp.post("/courses/<public_id>/lessons/<lesson_id>/completion")
@signed_in
def complete(public_id: str, lesson_id: str) -> Response:
    course, lesson = _course(public_id), content.watchable(lesson_id, viewer())
    content.courses.mark_done(lesson, by=viewer())
    return _onward(course, lesson) if "onward" in request.form else _again(course)


@bp.post("/courses/<public_id>/lessons/<lesson_id>/reopening")
@signed_in
def reopen(public_id: str, lesson_id: str) -> Response:
    content.courses.mark_undone(content.watchable(lesson_id, viewer()), by=viewer())
    return _again(_course(public_id))


def _course(public_id: str) -> content.Content:
    piece = content.watchable(public_id, viewer())
    if piece.kind != "course":
        raise NotFound()
    return piece


def _onward(course: content.Content, lesson: content.Content) -> Response:
    """Lead to what follows `lesson`, and from the last one back to the course."""
    way = content.courses.way(lesson, course.public_id, viewer())
    if way is not None and way.following:
        return go(content_url(way.following.piece, course=course.public_id))
    return go(url_for("courses.show", public_id=course.public_id), _("That was the last lesson."))


def _again(piece: content.Content) -> Response:
    back_to = url_for("courses.show", public_id=piece.public_id, _anchor="course-outline")
    return swap(back_to, "courses/_outline.html", "courses/_next.html", **shown(piece))


def shown(piece: content.Content) -> dict:
    """Return what the outline of a course needs: lessons, how far the viewer is in them, and the door before them."""
    outline = content.courses.outline(piece, viewer())
    films = [lesson.piece.id for lesson in outline.lessons if lesson.piece.is_film]
    parts = engagement.parts(viewer(), films)
    return {"piece": piece, "outline": outline, "parts": parts, "door": door_of(piece, viewer())}
