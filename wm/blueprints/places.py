"""Where each kind of piece has its page."""

from flask import url_for

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
