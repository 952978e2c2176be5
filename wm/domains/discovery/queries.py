"""What is new and what is alike, as pieces with all that a card shows."""

from sqlalchemy import case

from wm.domains import content
from wm.domains.content import Content
from wm.kernel.db import db
from wm.kernel.paging import Page

PAGE = 24


def newest(viewer, category=None, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the newest pieces that `viewer` may see, of one category when it is given."""
    ids = content.listed(viewer)
    if category is not None:
        ids = ids.where(Content.category_id == category.id)
    return content.among(ids, cursor, size)


def up_next(shown: Content, viewer, limit: int = 8) -> list[Content]:
    """Return other listed films: of the same category first, then of the same person, then the newest."""
    near = case((Content.category_id == shown.category_id, 0), (Content.person_id == shown.person_id, 1), else_=2)
    others = content.listed(viewer).where(Content.id != shown.id, Content.kind == "film")
    chosen = others.order_by(near, Content.published_at.desc(), Content.id.desc()).limit(limit)
    return content.in_order(db.session.scalars(chosen))
