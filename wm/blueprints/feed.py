"""The feed: For you, Following, Latest and Trending, each narrowed by kind and category."""

from datetime import UTC, datetime

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from wm.blueprints.cards import cards
from wm.domains import categories, discovery
from wm.kernel import clock
from wm.kernel.errors import NotFound
from wm.web.drawn import drawn
from wm.web.headers import cached
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("feed", __name__, url_prefix="/feed")
SECONDS = 10


@bp.get("")
@public
@cached(SECONDS)
def for_you() -> Response:
    return _feed("for_you", discovery.for_you(viewer(), _after(), _choice()))


@bp.get("/following")
@public
@cached(SECONDS)
def following() -> Response:
    return _feed("following", discovery.following(viewer(), _after(), _choice()))


@bp.get("/latest")
@public
@cached(SECONDS)
def latest() -> Response:
    return _feed("latest", discovery.latest(viewer(), _after(), _choice()))


@bp.get("/trending", defaults={"window": "day"})
@bp.get("/trending/<any(hour,day,week):window>")
@public
@cached(SECONDS)
def trending(window: str) -> Response:
    return _feed("trending", discovery.trending(viewer(), window, _after(), _choice()), window=window)


@bp.get("/new")
@public
def new() -> Response:
    tab = request.args.get("tab", "latest")
    tab = tab if tab in ("for_you", "following", "latest") else "latest"
    since, choice = _since(), _choice()
    count = discovery.count_new(viewer(), since, tab, choice)
    return page("feed/new.html", "feed/_new.html", tab=tab, count=count, since=since, asked=_asked())


@bp.app_template_global()
def feed_head(tab: str, asked: dict[str, str], window: str | None = None) -> Markup:
    """Return the tabs and filters above a feed."""
    chosen = {"tab": tab, "asked": tuple(asked.items()), "window": window or None}
    is_known = viewer().is_signed_in
    return drawn("feed/_head.html", **chosen, is_signed_in=is_known, categories=categories.shelves())


def _feed(tab: str, found, **place) -> Response:
    asked = _asked()
    endpoint = f"feed.{tab}"
    next_url = url_for(endpoint, after=found.next, **asked, **place) if found.next else None
    shown = {
        "cards": cards(found.items, viewer(), template="feed/_item.html", marks=found.marks),
        "next_url": next_url,
        "is_first": not _after(),
    }
    is_bare = tab == "following" and viewer().is_signed_in and not found.items
    chosen = {"asked": asked, "since": clock.now(), "suggested": _suggested() if is_bare else [], **place}
    return page("feed/index.html", "feed/_pieces.html", tab=tab, **shown, **chosen)


def _suggested() -> list:
    return discovery.suggested_people(viewer())


def _after() -> str | None:
    return request.args.get("after")


def _choice() -> discovery.Choice:
    asked = _asked()
    shelf = categories.called(asked["category"]) if "category" in asked else None
    return discovery.Choice(asked.get("kind", ""), shelf.id if shelf else None)


def _asked() -> dict[str, str]:
    """Return the filters of the address, for links that keep them."""
    kind, shelf = request.args.get("kind", ""), request.args.get("category", "")
    asked = {"kind": kind if kind in discovery.KINDS else "", "category": shelf}
    return {name: value for name, value in asked.items() if value}


def _since() -> datetime:
    try:
        moment = datetime.fromisoformat(request.args.get("since", ""))
    except ValueError:
        raise NotFound() from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
