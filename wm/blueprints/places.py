"""Where each kind of piece has its page."""

from urllib.parse import parse_qs, urlsplit

from flask import request, url_for

from wm.domains.content import Content

PAGES = {
    "film": "watch.show",
    "article": "posts.show",
    "update": "posts.show",
    "course": "courses.show",
    "resource": "posts.show",
}


def content_url(piece: Content, **more) -> str:
    """Return the path of a piece's own page; templates call this too."""
    return url_for(PAGES[piece.kind], public_id=piece.public_id, **more)


def back_to(piece: Content, **more) -> str:
    """Return the page of a piece as one left it: in the course by which one came."""
    return content_url(piece, course=course_of(piece), **more)


def course_of(piece: Content) -> str | None:
    """Return the course that this address names, or the one of the page of `piece` from which it was asked; None without one."""
    left = urlsplit(request.referrer or "")
    named = parse_qs(left.query).get("course", []) if left.path == content_url(piece) else []
    return request.args.get("course") or next(iter(named), None)
