"""Search: pieces of every kind, tags and people by words."""

from flask import Blueprint, Response, request, url_for

from wm.blueprints.cards import cards
from wm.domains import categories, content, discovery
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("search", __name__)
LONGEST = 100


@bp.get("/search")
@public
def index() -> Response:
    words, kind, shelf, after = _words(), _kind(), _shelf(), request.args.get("after")
    found = discovery.search(words, viewer(), kind, shelf.id if shelf else None, after)
    people = discovery.found_people(words, viewer()) if words and not (after or kind or shelf) else []
    asked = {"q": words or None, "kind": kind or None, "category": shelf.slug if shelf else None}
    next_url = url_for("search.index", after=found.page.next, **asked) if found.page.next else None
    shown = {
        "cards": cards(found.page.items, viewer(), marks=found.page.marks),
        "found": found,
        "people": people,
        "next_url": next_url,
    }
    chosen = {"q": words, "kind": kind, "shelf": shelf, "suggested": _suggested(words, after)}
    return page("search/index.html", "search/_results.html", **shown, **chosen)


@bp.get("/search/suggestions")
@public
def suggestions() -> Response:
    words = _words()
    found = discovery.suggest(words, viewer())
    return page("search/suggestions.html", "search/_suggestions.html", q=words, found=found)


def _suggested(words: str, after: str | None) -> list:
    """Return whom the viewer may want to meet, on the page that one opens without looking for anything."""
    return [] if words or after else discovery.suggested_people(viewer())


def _words() -> str:
    return request.args.get("q", "").strip()[:LONGEST]


def _kind() -> str:
    asked = request.args.get("kind", "")
    return asked if asked in content.KINDS else ""


def _shelf():
    """Return the category that was asked for; None for all, and for one that is not there."""
    asked = request.args.get("category")
    return next((each for each in categories.shelves() if each.slug == asked), None) if asked else None
