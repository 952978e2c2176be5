"""The file that a film was made of, for whoever may take it along: a link that is signed for them and soon runs out."""

from flask import Blueprint, Response, redirect, url_for

from wm.domains import content
from wm.domains.content import Content
from wm.web.files import attach
from wm.web.hypermedia import MOVED
from wm.web.viewer import public, viewer

bp = Blueprint("originals", __name__)


@bp.get("/watch/<public_id>/original")
@public
def fetch(public_id: str) -> Response:
    piece = content.opened(content.watchable(public_id, viewer()), viewer())
    content.sharing.original(piece, viewer())
    until = content.sharing.link_until()
    signed = content.sharing.signature(piece, viewer(), until)
    return redirect(url_for("originals.give", expires=until, signed=signed, public_id=public_id), MOVED)


@bp.get("/originals/<int:expires>/<signed>/<public_id>")
@public
def give(expires: int, signed: str, public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    original = content.sharing.by_link(piece, viewer(), expires, signed)
    return attach(original.place, original.name)


def offered(piece: Content, sharing: content.Sharing) -> dict[str, int | None]:
    """Return how large the original is that the viewer may take along, None where they may not."""
    is_offered = sharing.may_download and content.sharing.is_handed_out(piece, viewer())
    return {"original_bytes": piece.film.source_bytes if is_offered else None}
