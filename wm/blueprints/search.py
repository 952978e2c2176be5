"""Search: films and people by words."""

from flask import Blueprint, Response, request, url_for

from wm.domains import discovery, engagement
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("search", __name__)
LONGEST = 100


@bp.get("/search")
@public
def index() -> Response:
    words = request.args.get("q", "").strip()[:LONGEST]
    films, people = discovery.search(words, viewer(), request.args.get("after"))
    next_url = url_for("search.index", q=words or None, after=films.next) if films.next else None
    shown = {"films": films.items, "parts": engagement.parts(viewer(), (piece.id for piece in films.items))}
    return page("search/index.html", "search/_results.html", q=words, **shown, people=people, next_url=next_url)
