"""Page or fragment: the one place where that is decided, and the links and forms that ask for either."""

import re
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug.urls import iri_to_uri

VARY = ("HX-Request", "HX-Request-Type", "HX-History-Restore-Request")
ROOT_ID = re.compile(r"<[a-z][^>]*?\sid=[\"']([^\"']+)[\"']")
MOVED = 303


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page rather than the page."""
    headers = request.headers
    if headers.get("HX-History-Restore-Request") == "true":
        return False
    return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type") == "partial"


def by_htmx() -> bool:
    """Whether htmx asks at all, for a part or for the whole."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """Answer with the whole page, or with the one fragment that changes when htmx asks for a part."""
    chosen = fragment if fragment and wants_fragment() else template
    return varied(make_response(render_template(chosen, **context), status))


def swap(
    back_to: str,
    *fragments: str,
    message: str | None = None,
    plainly: str | None = None,
    status: int = 200,
    **context: Any,
) -> Response:
    """Answer a change: plain requests go back to a page, htmx gets the fragments that changed and the message.

    `plainly` is a message for plain requests alone, where the fragments say it themselves."""
    if not wants_fragment():
        return go(back_to, plainly or message)
    first, *others = [render_template(fragment, **context) for fragment in fragments]
    parts = [first, *map(_beside, others)]
    if message:
        parts.append(_beside(render_template("macros/_flash.html", messages=[("done", message)])))
    return varied(make_response("".join(parts), status))


def go(url: str, message: str | None = None) -> Response:
    """Send the browser to `url` (a path of ours), by redirect or through htmx, with a message for the next page."""
    if message:
        flash(message, "done")
    if not wants_fragment():
        return varied(redirect(url, MOVED))
    answer = make_response("", 200)
    answer.headers["HX-Redirect"] = iri_to_uri(url)
    return varied(answer)


def _beside(html: str) -> str:
    """Wrap a further fragment so that htmx puts it where its root id stands."""
    found = ROOT_ID.search(html)
    if found is None:
        raise ValueError("a fragment that is swapped beside another needs a root element with an id")
    return f'<hx-partial hx-target="#{found[1]}" hx-swap="outerHTML">{html}</hx-partial>'


def varied(answer: Response) -> Response:
    """Tell caches what page and fragment are told apart by."""
    answer.vary.update(VARY)
    return answer


def live(
    url: str, method: str = "get", target: str | None = None, swap: str | None = None, push=None, **more
) -> Markup:
    """Return the attributes of a link (`get`), a search form (`search`) or a form (`post`) that works plain and with htmx.

    A `field` asks as one types, beside a form that works plain.
    `push` puts the URL into the history; further keywords become hx- attributes (indicator="#x" -> hx-indicator)."""
    plain = {
        "get": {"href": url},
        "search": {"action": url, "method": "get"},
        "post": {"action": url, "method": "post"},
        "field": {},
    }
    verb = "hx-post" if method == "post" else "hx-get"
    attributes = plain[method] | {verb: url, "hx-target": target, "hx-swap": swap}
    attributes["hx-push-url"] = "true" if push is True else push
    attributes |= {f"hx-{name.replace('_', '-')}": value for name, value in more.items()}
    return Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in attributes.items() if value)


def csrf_field() -> Markup:
    """Return the hidden field that every form carries; htmx sends the same token as a header."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def dom_id(thing: Any) -> str:
    """Return the id of the element that shows `thing`, for example comment-42x."""
    return f"{type(thing).__name__.lower()}-{escape(thing.public_id)}"
