"""The frame around every page: bar, rail and tabs, drawn once for all requests to whom they look the same."""

from typing import Any, NamedTuple

from flask import Flask, g, request
from markupsafe import Markup
from werkzeug.local import LocalProxy

from wm.domains import categories, graph, notifications
from wm.domains.categories import Shelf
from wm.kernel import cache
from wm.web import headers
from wm.web.drawn import drawn
from wm.web.viewer import viewer


class Onlooker(NamedTuple):
    """What a frame shows of whom it is drawn for."""

    is_signed_in: bool = False
    handle: str = ""
    name: str = ""
    role: str = ""
    avatar_url: str | None = None
    avatar_large_url: str | None = None


def install(app: Flask) -> None:
    """Tell every template who is looking and what the categories are, and give it `frame`."""
    app.jinja_env.globals |= {"frame": frame, "categories": LocalProxy(_shelves)}
    app.context_processor(_for_every_page)


def _for_every_page() -> dict[str, Any]:
    return {"viewer": viewer(), "csp_nonce": headers.nonce(), "theme": _theme()}


def _shelves() -> tuple[Shelf, ...]:
    if "shelves" not in g:
        g.shelves = categories.shelves()
    return g.shelves


def _theme() -> str | None:
    return request.cookies.get("theme") if request else None


def frame(part: str) -> Markup:
    """Return the "bar", the "rail" or the "tabbar" of this request."""
    return drawn(f"layouts/_{part}.html", viewer=_onlooker(), theme=_theme(), **_shown_in(part, viewer()))


def _onlooker() -> Onlooker:
    if "onlooker" not in g:
        person = viewer()
        g.onlooker = Onlooker(*(getattr(person, name) for name in Onlooker._fields)) if person.id else Onlooker()
    return g.onlooker


def _shown_in(part: str, person) -> dict[str, Any]:
    if part == "bar":
        cache.ahead(*_asked_next(person))
        return {"unread": notifications.unread(person)}  # the number in the bell
    return {"rail_people": graph.latest_faces(person), "categories": _shelves()} if part == "rail" else {}


def _asked_next(person) -> list[str]:
    """Return the keys of all that bar and rail show."""
    theirs = [notifications.count_key(person.id), graph.faces_key(person.id)] if person.id else []
    return [categories.SHELVES_KEY, *theirs] if "shelves" not in g else theirs
