"""The frame around every page: bar, rail and tabs, drawn once for all requests to whom they look the same.

A drawing is kept in the memory of the process under all that it depends on, so it is never stale. What differs from one
request to the next (where one is, what was typed, the form token) stands in it as a mark, and is written in at the end."""

import re
import secrets
from functools import lru_cache, partial
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, current_app, g, request
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from wm.domains import categories, graph, notifications
from wm.domains.categories import Shelf
from wm.domains.graph import Face
from wm.kernel import cache
from wm.web import headers
from wm.web.viewer import viewer

MOST = 512  # drawings, of some 5 KB each
SECRET = secrets.token_hex(8)  # nobody can write a mark into their name
MARK = re.compile(rf"\ue000{SECRET} (\w+) ?([^\ue000]*)\ue000")
UNQUOTED = "!$'()*,/:;?@"  # what stands for itself in the query of an address
LONGEST = 100


class Onlooker(NamedTuple):
    """What a frame shows of whom it is drawn for."""

    is_signed_in: bool = False
    handle: str = ""
    name: str = ""
    role: str = ""
    avatar_url: str | None = None
    avatar_large_url: str | None = None


class Frame(NamedTuple):
    """What the look of one part depends on; `unread` is the number in the bell."""

    template: str
    locale: str
    theme: str | None
    viewer: Onlooker
    unread: int = 0
    rail_people: tuple[Face, ...] = ()
    categories: tuple[Shelf, ...] = ()


def install(app: Flask) -> None:
    """Tell every template who is looking and what the categories are, and give it `frame`."""
    app.extensions["frame"] = lru_cache(MOST)(partial(_drawn, app))
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
    drawn = _drawing()(_seen_by(part, viewer()))
    return Markup(MARK.sub(lambda found: WRITTEN[found[1]](found[2]), drawn))


def _drawing():
    kept = current_app.extensions["frame"]
    return kept.__wrapped__ if current_app.config["ENVIRONMENT"] == "development" else kept


def _seen_by(part: str, person) -> Frame:
    onlooker = Onlooker(*(getattr(person, name) for name in Onlooker._fields)) if person.is_signed_in else Onlooker()
    seen = Frame(f"layouts/_{part}.html", str(get_locale()), _theme(), onlooker)
    if part == "bar":
        cache.ahead(*_asked_next(person))
    if part == "rail":
        return seen._replace(rail_people=graph.latest_faces(person), categories=_shelves())
    return seen._replace(unread=notifications.unread(person)) if part == "bar" else seen


def _asked_next(person) -> list[str]:
    """Return the keys of all that bar and rail show."""
    theirs = [notifications.count_key(person.id), graph.faces_key(person.id)] if person.is_signed_in else []
    return [categories.SHELVES_KEY, *theirs] if "shelves" not in g else theirs


def _drawn(app: Flask, seen: Frame) -> str:
    marks = {"here": _here, "q": _mark("typed"), "back": _mark("back"), "csrf_field": _csrf_field}
    return app.jinja_env.get_template(seen.template).render(**seen._asdict() | marks)


def _mark(what: str, *words: str) -> str:
    return f"\ue000{SECRET} {' '.join((what, *words))}\ue000"


def _here(path: str, wide: bool = False) -> str:
    """Return the mark where a link to `path` says that one is there; a `wide` one also says so below it."""
    return _mark("below" if wide else "at", path)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(_mark("token"))


def _at(path: str) -> str:
    return ' aria-current="page"' if request.path == path else ""


def _below(path: str) -> str:
    return _at(path) or (' aria-current="true"' if request.path.startswith(path) else "")


WRITTEN = {
    "at": _at,
    "below": _below,
    "token": lambda _: escape(generate_csrf()),
    "typed": lambda _: escape(request.args.get("q", "").strip()[:LONGEST] if request.path == "/search" else ""),
    "back": lambda _: escape(quote(request.full_path.rstrip("?"), safe=UNQUOTED)),
}
