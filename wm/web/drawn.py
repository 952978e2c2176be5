"""Fragments drawn once for all requests to whom they look the same, and kept in the memory of the process.

A drawing lies under all that it depends on, so it is never stale. What differs from one request to the next (where one is,
what was typed, the form token) stands in it as a mark, and is written in at the end."""

import re
import secrets
from collections.abc import Hashable, Mapping
from contextvars import ContextVar
from functools import lru_cache, partial
from itertools import chain, zip_longest
from typing import NamedTuple
from urllib.parse import quote

from flask import Flask, Response, current_app, get_flashed_messages, make_response, request
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from wm.web.headers import nonce
from wm.web.hypermedia import page, varied, wants_fragment

MOST = 512  # drawings, of some 5 to 20 KB each
SECRET = secrets.token_hex(8)  # nobody can write a mark into their name
MARK = re.compile(rf"\ue000{SECRET} (\w+) ?([^\ue000]*)\ue000")
_inside: ContextVar[bool] = ContextVar("inside a drawing", default=False)
UNQUOTED = "!$'()*,/:;?@"  # what stands for itself in the query of an address
LONGEST = 100


class Drawing(NamedTuple):
    """What was drawn, with marks in it; and the same taken apart: the words around the marks, and what they mean."""

    html: str
    words: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    meant: frozenset[tuple[str, str]]


class Place(NamedTuple):
    """For whom a drawing is written: the address that is asked for, and what differs each time."""

    path: str
    slots: Mapping[str, str]


def install(app: Flask) -> None:
    """Make a place for the drawings of `app`."""
    app.extensions["drawn"] = lru_cache(MOST)(partial(_draw, app))
    app.extensions["silence"] = lru_cache(1)(partial(_said, app, []))
    app.jinja_env.globals["flashes"] = flashes


def drawn(template: str, slots: Mapping[str, str] | None = None, **depends: Hashable) -> Markup:
    """Return the fragment or page `template`, which looks at nothing but `depends`, the locale, `slots` and the marks below.

    `slots` are values that differ each time; those that are no markup are escaped. In the template, here(path) says whether
    a link leads where one is (here(path, wide=True): or above that), csrf_field() and csrf_token() are this session's,
    `q` is what is searched for, `back` this address for the query of another, flashes() what there is to say."""
    kept = current_app.extensions["drawn"]
    draw = kept.__wrapped__ if current_app.config["ENVIRONMENT"] == "development" else kept
    drawing = draw(template, str(get_locale()), tuple(slots or ()), tuple(depends.items()))
    if _inside.get():  # a drawing in a drawing: the outer one is written when it is shown
        return Markup(drawing.html)
    return Markup(_written(drawing, Place(request.path, slots or {})))


def _written(drawing: Drawing, place: Place) -> str:
    """Return the drawing with what its marks mean here; what is meant twice is looked up once."""
    meant = {each: WRITTEN[each[0]](each[1], place) for each in drawing.meant}
    filled = map(meant.__getitem__, drawing.marks)
    return "".join(chain.from_iterable(zip_longest(drawing.words, filled, fillvalue="")))


def drawn_page(template: str, fragment: str, slots: Mapping[str, str], **depends: Hashable) -> Response:
    """Answer with the whole page, drawn, or with the one fragment that changes when htmx asks for a part."""
    if wants_fragment():
        return page(template, fragment, **depends, **slots)
    return varied(make_response(drawn(template, slots, **depends)))


def _draw(app: Flask, template: str, _locale: str, slots: tuple[str, ...], depends: tuple) -> Drawing:
    names = ("q", "typed"), ("back", "back"), ("csp_nonce", "nonce")
    marks = {"here": _here, "csrf_field": _csrf_field} | {name: _mark(what) for name, what in names}
    marks |= {"csrf_token": lambda: _mark("token"), "flashes": lambda: _mark("flashes")}
    places = {name: _mark("slot", name) for name in slots}
    token = _inside.set(True)
    try:
        html = app.jinja_env.get_template(template).render(**dict(depends) | marks | places)
    finally:
        _inside.reset(token)
    words, what, whose = (MARK.split(html)[start::3] for start in range(3))
    marks = tuple(zip(what, whose, strict=True))
    return Drawing(html, tuple(words), marks, frozenset(marks))


def flashes() -> Markup:
    """Return what the last page left to be said on this one."""
    has_said = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    messages = get_flashed_messages(with_categories=True) if has_said else []
    return _said(current_app, messages) if messages else current_app.extensions["silence"]()


def _said(app: Flask, messages: list[tuple[str, str]]) -> Markup:
    return Markup(app.jinja_env.get_template("macros/_flash.html").render(messages=messages))


def _mark(what: str, word: str = "") -> str:
    return f"\ue000{SECRET} {what} {word}\ue000"


def _here(path: str, wide: bool = False) -> str:
    return _mark("below" if wide else "at", path)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(_mark("token"))


def _at(path: str, place: Place) -> str:
    return ' aria-current="page"' if place.path == path else ""


def _below(path: str, place: Place) -> str:
    return _at(path, place) or (' aria-current="true"' if place.path.startswith(path) else "")


def _typed(_word: str, place: Place) -> str:
    return escape(request.args.get("q", "").strip()[:LONGEST] if place.path == "/search" else "")


WRITTEN = {
    "at": _at,
    "below": _below,
    "token": lambda *_: escape(generate_csrf()),
    "typed": _typed,
    "back": lambda *_: escape(quote(request.full_path.rstrip("?"), safe=UNQUOTED)),
    "nonce": lambda *_: nonce(),
    "flashes": lambda *_: flashes(),
    "slot": lambda name, place: escape(place.slots[name]),
}
