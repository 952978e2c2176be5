"""The feed: For you, Following, Latest and Trending, each narrowed by kind and category."""

from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from wm.blueprints.cards import cards
from wm.blueprints.frame import foresee, surroundings
from wm.domains import categories, discovery
from wm.kernel import clock
from wm.kernel.errors import NotFound
from wm.web.drawn import drawn, drawn_page
from wm.web.headers import cached
from wm.web.hypermedia import page
from wm.web.viewer import public, supposed, viewer

bp = Blueprint("feed", __name__, url_prefix="/feed")
SECONDS = 10


@bp.get("")
@public
@cached(SECONDS)
def for_you() -> Response:
    known = supposed()
    foresee(known or viewer().id, discovery.WEIGHTS)
    place, choice = _after(), _choice()
    if known:
        discovery.foresee(known, place, choice)
    return _feed("for_you", discovery.for_you(viewer(), place, choice))


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
    known = {"tab": tab, "asked": tuple(_asked().items()), "look_url": _look_url(tab, since)}
    return page("feed/new.html", "feed/_new.html", count=count, **known)


def _look_url(tab: str, since: datetime) -> str:
    """Return where a feed asks what is new; Trending does not."""
    if tab == "trending":
        return ""
    return _address("new", {"tab": tab} | _asked(), since=since.isoformat(timespec="microseconds"))


def _address(view: str, always: dict[str, str], **differs: str) -> str:
    """Return where a view of the feed is; what is in an address each time is put into words once."""
    return f"{_beginning(view, tuple(always.items()))}{urlencode(differs)}"


@lru_cache(maxsize=1024)
def _beginning(view: str, always: tuple[tuple[str, str], ...]) -> str:
    address = url_for(f"feed.{view}", **dict(always))
    return f"{address}{'&' if '?' in address else '?'}"


@bp.app_template_global()
def feed_head(tab: str, asked: tuple, window: str | None = None) -> Markup:
    """Return the tabs and filters above a feed; `asked` are pairs of filter and value."""
    chosen = {"tab": tab, "asked": asked, "window": window or None}
    is_known = viewer().is_signed_in
    return drawn("feed/_head.html", **chosen, is_signed_in=is_known, categories=categories.shelves())


def _feed(tab: str, found, **place) -> Response:
    asked = _asked()
    shown = {"look_url": _look_url(tab, clock.now())}
    shown["cards"] = Markup("".join(cards(found.items, viewer(), template="feed/_item.html", marks=found.marks)))
    if found.next:
        shown["next_url"] = _address(tab, asked | place, after=found.next)
    fixed = {"tab": tab, "asked": tuple(asked.items()), "window": place.get("window"), "is_first": not _after()}
    if found.items:
        return drawn_page("feed/index.html", "feed/_pieces.html", shown, **fixed | surroundings())
    suggested = _suggested() if tab == "following" and viewer().is_signed_in else []
    return page("feed/index.html", "feed/_pieces.html", **fixed, **shown, suggested=suggested)


def _suggested() -> list:
    return discovery.suggested_people(viewer())


def _after() -> str | None:
    return request.args.get("after") if request.args else None


def _choice() -> discovery.Choice:
    asked = _asked()
    shelf_id = categories.shelf_id(asked["category"]) if "category" in asked else None
    return discovery.Choice(asked.get("kind", ""), shelf_id)


def _asked() -> dict[str, str]:
    """Return the filters of the address, for links that keep them."""
    if not request.args:
        return {}
    kind, shelf = request.args.get("kind", ""), request.args.get("category", "")
    asked = {"kind": kind if kind in discovery.KINDS else "", "category": shelf}
    return {name: value for name, value in asked.items() if value}


def _since() -> datetime:
    try:
        moment = datetime.fromisoformat(request.args.get("since", ""))
    except ValueError:
        raise NotFound() from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
