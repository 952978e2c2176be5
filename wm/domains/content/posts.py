"""The row of parts that a piece carries: how long it is, its poll, its linked film, its file."""

from sqlalchemy import select

from wm.domains.content.models import Content
from wm.domains.content.parts import Post
from wm.domains.content.queries import listed
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound


def post_of(piece: Content) -> Post:
    """Return the row of its parts, made when there is none yet."""
    row = db.session.get(Post, piece.id)
    if row is None:
        row = Post(content_id=piece.id, words=0, question="", votes=0, file_name="", file_size=0)
        db.session.add(row)
        db.session.flush()
    return row


def link_film(piece: Content, public_id: str | None, viewer) -> None:
    """Show the card of a film that `viewer` may see in lists beside its words, or none. Raises NotFound (404)."""
    row = post_of(piece)
    row.linked_id = None
    if public_id:
        wanted = select(Content.id).where(Content.public_id == public_id, Content.kind == "film")
        row.linked_id = db.session.scalar(wanted.where(Content.id.in_(listed(viewer))))
        if row.linked_id is None:
            raise NotFound("That film is not here, or not for everybody. Choose another one.")
    piece.updated_at = clock.now()
    db.session.flush()
