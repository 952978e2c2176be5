"""The home page and the category pages: the newest pieces first."""

from flask import Blueprint, Response, redirect, request, url_for

from wm.blueprints.cards import drawn_cards
from wm.domains import categories, discovery, engagement
from wm.web.headers import cached
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("home", __name__)
SECONDS = 10
BEGUN = 4
MOVED = 301


@bp.get("/")
@public
@cached(SECONDS)
def index() -> Response:
    return _newest("home.index", None)


@bp.get("/c/<slug>")
@public
@cached(SECONDS)
def category(slug: str) -> Response:
    shelf = categories.called(slug)
    if shelf.slug != slug:
        return redirect(url_for("home.category", slug=shelf.slug), MOVED)
    return _newest("home.category", shelf)


def _newest(endpoint: str, shelf) -> Response:
    choice = discovery.Choice(category_id=shelf.id) if shelf else discovery.ALL
    found = discovery.latest(viewer(), request.args.get("after"), choice)
    place = {"slug": shelf.slug} if shelf else {}
    next_url = url_for(endpoint, after=found.next, **place) if found.next else None
    begun = [] if shelf else _begun()
    marks = found.marks | discovery.marks(viewer(), [each for each in begun if each not in found.marks])
    ids, is_long = dict.fromkeys([*found.items, *begun]), len(found.items) > 4
    drawn = drawn_cards(list(ids), viewer(), lead=not shelf and is_long, marks=marks)
    shown, going_on = ([drawn[each] for each in some if each in drawn] for some in (found.items, begun))
    known = {"cards": shown, "next_url": next_url, "category": shelf, "begun": going_on}
    return page("home/index.html", "home/_films.html", **known)


def _begun() -> list[int]:
    """The films that whoever has signed in may go on with."""
    is_first = viewer().is_signed_in and not request.args.get("after")
    return engagement.begun_ids(viewer(), BEGUN) if is_first else []
