"""How often a piece is reposted, from the rows."""

from sqlalchemy import func, select, update

from wm.domains.content.models import Content
from wm.kernel.db import db


def recount_reposts(original_id: int) -> None:
    """Set how often a piece is reposted, from the rows."""
    copy = Content.__table__.alias()
    rows = select(func.count()).where(copy.c.repost_of_id == original_id, copy.c.state == "published")
    count = db.session.scalar(rows)
    chosen = update(Content).where(Content.id == original_id)
    counted = chosen.values(reposts=count, updated_at=Content.updated_at)
    db.session.execute(counted, execution_options={"synchronize_session": False})
