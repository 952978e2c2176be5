"""Fragments drawn once for all requests to whom they look the same, and kept in the memory of the process.

A drawing lies under all that it depends on, so it is never stale. What differs from one request to the next (where one is,
what was typed, the form token) stands in it as a mark, and is written in at the end."""

import re
import secrets
from collections.abc import Hashable
from functools import lru_cache, partial
from urllib.parse import quote

from flask import Flask, current_app, request
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

MOST = 1024  # drawings, of some 5 KB each
SECRET = secrets.token_hex(8)  # nobody can write a mark into their name
MARK = re.compile(rf"\ue000{SECRET} (\w+) ?([^\ue000]*)\ue000")
UNQUOTED = "!$'()*,/:;?@"  # what stands for itself in the query of an address
LONGEST = 100


def install(app: Flask) -> None:
    """Make a place for the drawings of `app`."""
    app.extensions["drawn"] = lru_cache(MOST)(partial(_draw, app))


def drawn(template: str, **depends: Hashable) -> Markup:
    """Return the fragment `template`, which looks at nothing but `depends`, the locale, and the marks below.

    In it, here(path) says whether a link leads where one is (here(path, wide=True): or above that), csrf_field() is this
    session's, `q` what is searched for, `back` this address for the query of another."""
    kept = current_app.extensions["drawn"]
    draw = kept.__wrapped__ if current_app.config["ENVIRONMENT"] == "development" else kept
    return Markup(MARK.sub(_written, draw(template, str(get_locale()), tuple(depends.items()))))


def _draw(app: Flask, template: str, _locale: str, depends: tuple) -> str:
    marks = {"here": _here, "q": _mark("typed"), "back": _mark("back"), "csrf_field": _csrf_field}
    return app.jinja_env.get_template(template).render(**dict(depends) | marks)


def _mark(what: str, word: str = "") -> str:
    return f"\ue000{SECRET} {what} {word}\ue000"


def _here(path: str, wide: bool = False) -> str:
    return _mark("below" if wide else "at", path)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(_mark("token"))


def _written(found: re.Match) -> str:
    return WRITTEN[found[1]](found[2])


def _at(path: str) -> str:
    return ' aria-current="page"' if request.path == path else ""


def _below(path: str) -> str:
    return _at(path) or (' aria-current="true"' if request.path.startswith(path) else "")


def _typed(_: str) -> str:
    return escape(request.args.get("q", "").strip()[:LONGEST] if request.path == "/search" else "")


WRITTEN = {
    "at": _at,
    "below": _below,
    "token": lambda _: escape(generate_csrf()),
    "typed": _typed,
    "back": lambda _: escape(quote(request.full_path.rstrip("?"), safe=UNQUOTED)),
}
