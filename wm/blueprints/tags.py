"""The page of a tag: every piece that carries it."""

from flask import Blueprint, Response, redirect, request, url_for

from wm.domains import content, engagement
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("tags", __name__)
MOVED = 301


@bp.get("/tags/<path:tag>")
@public
def show(tag: str) -> Response:
    if tag != tag.lower():
        return redirect(url_for("tags.show", tag=tag.lower()), MOVED)
    found = content.tagged(tag, viewer(), request.args.get("after"))
    next_url = url_for("tags.show", tag=tag, after=found.next) if found.next else None
    parts = engagement.parts(viewer(), [piece.id for piece in found.items])
    return page("posts/tag.html", "posts/_tagged.html", tag=tag, pieces=found.items, parts=parts, next_url=next_url)
