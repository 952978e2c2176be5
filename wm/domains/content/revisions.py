"""Earlier words: what a piece said before each edit since it came out."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wm.domains.content.models import Content
from wm.domains.content.parts import ContentRevision
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

ONE_SITTING = timedelta(minutes=10)  # what is saved again within it is one edit
KEPT_OF = ("title", "description", "body")
PAGE = 20


def keep_words(content: Content, fields: dict, by=None) -> None:
    """Keep what a published piece says now, when `fields` would change it; `by` is who edits, its maker by default."""
    changes = any(name in fields and fields[name] != getattr(content, name) for name in KEPT_OF)
    if not content.is_published or not changes:
        return
    content.edited_at = clock.now()
    last = select(func.max(ContentRevision.created_at)).where(ContentRevision.content_id == content.id)
    latest = db.session.scalar(last)
    if latest is None or latest < clock.now() - ONE_SITTING:
        words = {name: getattr(content, name) for name in KEPT_OF}
        row = ContentRevision(content_id=content.id, person_id=by.id if by else content.person_id, **words)
        db.session.add(row)


def revisions(content: Content, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `content` said earlier, latest first, with who changed it."""
    rows = select(ContentRevision).options(joinedload(ContentRevision.person))
    rows = rows.where(ContentRevision.content_id == content.id)
    if place := decode(cursor, int):
        rows = rows.where(ContentRevision.id < place[0])
    found = db.session.scalars(rows.order_by(ContentRevision.id.desc()).limit(size + 1)).all()
    return cut(found, size, lambda row: (row.id,))
