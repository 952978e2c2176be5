"""The home page and the category pages: newest films first."""

from flask import Blueprint, Response, redirect, request, url_for

from wm.domains import categories, discovery, engagement
from wm.web.headers import cached
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("home", __name__)
SECONDS = 10
MOVED = 301


@bp.get("/")
@public
@cached(SECONDS)
def index() -> Response:
    return _films("home.index", None)


@bp.get("/c/<slug>")
@public
@cached(SECONDS)
def category(slug: str) -> Response:
    shelf = categories.called(slug)
    if shelf.slug != slug:
        return redirect(url_for("home.category", slug=shelf.slug), MOVED)
    return _films("home.category", shelf)


def _films(endpoint: str, shelf) -> Response:
    found = discovery.newest(viewer(), shelf, request.args.get("after"))
    place = {"slug": shelf.slug} if shelf else {}
    next_url = url_for(endpoint, after=found.next, **place) if found.next else None
    shown = {"films": found.items, "parts": engagement.parts(viewer(), (piece.id for piece in found.items))}
    return page("home/index.html", "home/_films.html", **shown, next_url=next_url, category=shelf)
