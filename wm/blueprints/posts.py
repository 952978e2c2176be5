"""The pages of what is read: articles, updates, resources."""

from flask import Blueprint, Response

from wm.domains import content
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("posts", __name__)


@bp.get("/read/<public_id>")
@public
def show(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    return page("posts/show.html", "posts/_post.html", piece=piece)
