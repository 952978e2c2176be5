"""What one person has said, for themselves."""

from wm.domains import content
from wm.domains.comments.models import Comment
from wm.domains.comments.queries import PAGE, with_all
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode


def said_by(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` said and did not remove, under pieces that they may open now; latest first."""
    mine = with_all().where(Comment.person_id == person.id, Comment.state != "removed")
    mine = mine.where(Comment.content_id.in_(content.openable(person)))
    if place := decode(cursor, int):
        mine = mine.where(Comment.id < place[0])
    rows = db.session.scalars(mine.order_by(Comment.id.desc()).limit(size + 1)).all()
    return cut(rows, size, lambda comment: (comment.id,))
