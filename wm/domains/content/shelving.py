"""Moving pieces from one category to another."""

from sqlalchemy import func, select, update

from wm.domains.content.models import Content
from wm.kernel.db import db

BATCH = 1000


def reshelve(category_id: int, into_id: int, size: int = BATCH) -> int:
    """Move up to `size` pieces into another category; returns how many, 0 when none is left."""
    some = select(Content.id).where(Content.category_id == category_id).limit(size).subquery()
    moved = update(Content).where(Content.id.in_(select(some.c.id)))
    moved = moved.values(category_id=into_id, updated_at=Content.updated_at)
    return db.session.execute(moved, execution_options={"synchronize_session": False}).rowcount


def count_shelved() -> dict[int, int]:
    """Return {category id: number of pieces in it, drafts included}."""
    held = select(Content.category_id, func.count()).where(Content.category_id.is_not(None), Content.state != "removed")
    return dict(db.session.execute(held.group_by(Content.category_id)).all())
