"""The pages of courses and their lessons."""

from flask import Blueprint, Response

from wm.domains import content
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("courses", __name__)


@bp.get("/courses/<public_id>")
@public
def show(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    return page("courses/show.html", "courses/_course.html", piece=piece)
