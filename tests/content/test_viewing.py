"""Views by day: what adds up in all adds up by day, and days are forgotten after a year."""

from datetime import timedelta

from jobs import engagement as jobs
from tests.films import published
from wm.domains import content
from wm.domains.content.viewing import ViewDay, views_within
from wm.kernel import clock
from wm.kernel.db import db

DAY = timedelta(days=1)


def days_of(piece):
    rows = db.session.execute(db.select(ViewDay.day, ViewDay.views).where(ViewDay.content_id == piece.id))
    return dict(rows.all())


def within(piece, days):
    return db.session.scalar(db.select(views_within(days)).where(content.Content.id == piece.id))


def test_views_are_kept_by_day(ada):
    one, two = published(ada, "One"), published(ada, "Two")
    today = clock.now().date()
    content.add_views({one.id: 3, two.id: 1})
    content.add_views({one.id: 2})
    clock.shift(DAY)
    content.add_views({one.id: 4})

    assert days_of(one) == {today: 5, today + DAY: 4}
    assert days_of(two) == {today: 1}
    db.session.refresh(one)
    assert (one.views, within(one, 1), within(two, 1)) == (9, 4, 0)


def test_a_year_is_kept_and_no_more(ada, app):
    piece, today = published(ada, "One"), clock.now().date()
    for age in (0, content.viewing.LONGEST, 400, 401, 900):
        content.add_views({piece.id: 1}, day=today - age * DAY)
    db.session.commit()

    jobs.reconcile()

    db.session.expire_all()
    assert sorted((today - day).days for day in days_of(piece)) == [0, content.viewing.LONGEST, 400]
    assert within(piece, content.viewing.LONGEST) == 1
    assert content.with_row_id(piece.id).views == 5
