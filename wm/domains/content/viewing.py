"""How often pieces are viewed: in all, and by day."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, select, update

from wm.domains import media
from wm.domains.content.models import Content
from wm.domains.content.view_models import ViewDay
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates

LONGEST = 365  # days that one may ask for
KEPT = timedelta(days=400)
FORGET_AT_ONCE = 5000


def add_views(counts: dict[int, int], day: date | None = None) -> None:
    """Add {content id: number of new views}, of today when nothing else is said; each table in one statement."""
    if not counts:
        return
    added = case(counts, value=Content.id, else_=0)
    values = {"views": Content.views + added, "updated_at": Content.updated_at}
    _silently(update(Content).where(Content.id.in_(counts)).values(**values))
    _add_to_day(counts, day or clock.now().date())
    media.wake(db.session.scalars(select(Content.film_id).where(Content.id.in_(counts), Content.film_id.is_not(None))))


def _add_to_day(counts: dict[int, int], day: date) -> None:
    rows = [{"content_id": each, "day": day, "views": 0} for each in sorted(counts)]
    db.session.execute(ignoring_duplicates(insert(ViewDay.__table__)).values(rows))
    added = case(counts, value=ViewDay.content_id, else_=0)
    these = and_(ViewDay.content_id.in_(counts), ViewDay.day == day)
    _silently(update(ViewDay).where(these).values(views=ViewDay.views + added))


def _silently(statement) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})


def views_within(days: int) -> ColumnElement[int]:
    """Return how often a piece was viewed in the last days, today included.

    Where days were not counted yet for so long, all its views: nothing shall count as unseen that may have been seen."""
    if counted_by_day_since(days):
        return Content.views
    sums = select(func.coalesce(func.sum(ViewDay.views), 0))
    return (
        sums.where(ViewDay.content_id == Content.id, ViewDay.day > _before(days)).correlate(Content).scalar_subquery()
    )


def counted_by_day_since(days: int) -> date | None:
    """Return since when views are counted by day, today where none was yet; None when that is long enough for so many days."""
    first = db.session.scalar(select(func.min(ViewDay.day))) or clock.now().date()
    return None if first <= _before(days) else first


def _before(days: int) -> date:
    return clock.now().date() - timedelta(days=days)


def forget_old_days() -> int:
    """Forget days that nobody may ask for any more, so many rows at a time; returns how many."""
    old = ViewDay.day < clock.now().date() - KEPT
    some = db.session.execute(select(ViewDay.content_id, ViewDay.day).where(old).limit(FORGET_AT_ONCE)).all()
    for day in {row.day for row in some}:
        ids = [row.content_id for row in some if row.day == day]
        db.session.execute(delete(ViewDay).where(ViewDay.day == day, ViewDay.content_id.in_(ids)))
    return len(some)
