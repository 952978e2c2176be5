"""The frame around every page: bar, rail and tabs, drawn once for all requests to whom they look the same."""

from typing import Any, NamedTuple

from flask import Flask, g, request
from markupsafe import Markup
from werkzeug.local import LocalProxy

from wm.domains import categories, graph, notifications
from wm.domains.categories import Shelf
from wm.kernel import along, zones
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
    time_zone: str = zones.UTC_NAME


VISITOR = Onlooker()
THEMES = ("light", "dark", "system")
PARTS = {"bar": ("unread",), "rail": ("rail_people", "categories"), "tabbar": ()}


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
    said = request.cookies.get("theme") if request else None
    return said if said in THEMES else None  # whoever makes up cookies makes no drawings


def frame(part: str) -> Markup:
    """Return the "bar", the "rail" or the "tabbar" of this request."""
    seen = surroundings()
    return drawn(
        f"layouts/_{part}.html",
        viewer=seen["viewer"],
        theme=seen["theme"],
        **{name: seen[name] for name in PARTS[part]},
    )


def surroundings() -> dict[str, Any]:
    """Return all that the frame of this request depends on: who is looking, and what bar and rail show them."""
    if "surroundings" not in g:
        person = viewer()
        if "is_foreseen" not in g:
            foresee(person.id)
        known = {"viewer": _onlooker(person), "theme": _theme(), "unread": notifications.unread(person)}
        g.surroundings = known | {"rail_people": graph.latest_faces(person), "categories": _shelves()}
    return g.surroundings


def foresee(person_id: int | None, *more: along.Question) -> None:
    """Let what the frame shows this person, and `more`, be asked in one statement, as far as it is not kept."""
    g.is_foreseen = True
    theirs = [notifications.unread_asked(person_id), graph.faces_asked(person_id)] if person_id else []
    along.foresee(*theirs, *([categories.SHELVES] if "shelves" not in g else []), *more)


def _onlooker(person) -> Onlooker:
    return Onlooker(*(getattr(person, name) for name in Onlooker._fields)) if person.id else VISITOR
