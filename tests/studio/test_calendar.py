"""The calendar: what came out when and what is to come, a month at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.films import published
from wm.domains import content
from wm.kernel import clock
from wm.kernel.db import db


@pytest.fixture
def november(ada):
    """One piece that came out on 3 November 2026 and one that is to come; the clock stands on the tenth."""
    clock.shift(datetime(2026, 11, 10, 12, tzinfo=UTC) - datetime.now(UTC))
    out = published(ada, "Tide")
    out.published_at = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    coming = content.draft(ada, "Bridge", kind="article", body="Steel.")
    content.schedule(coming, datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    later = content.draft(ada, "River", kind="update", body="Wet.")
    content.schedule(later, datetime(2026, 12, 20, 8, 0, tzinfo=UTC))
    content.draft(ada, "A draft stands nowhere", kind="article")
    db.session.commit()
    return out, coming, later


@pytest.mark.parametrize("hx", [False, True])
def test_a_month_holds_what_came_out_and_what_is_to_come(as_ada, november, hx):
    page = as_ada.get("/studio/calendar", hx=hx).text

    assert "November 2026" in page
    for words in ("Tide", "09:30", "Bridge", "23:59", "Tuesday, 3 November"):
        assert words in page
    assert "River" not in page
    assert "A draft stands nowhere" not in page
    assert ("<html" in page) != hx


def test_months_follow_each_other(as_ada, november):
    page = as_ada.get("/studio/calendar?month=2026-12").text

    assert "December 2026" in page
    assert "River" in page
    assert "Bridge" in page, "30 November stands in the first week of December's grid"
    assert "/studio/calendar?month=2026-11" in page
    assert "/studio/calendar?month=2027-01" in page


@pytest.mark.parametrize(("month", "weeks"), [("2026-02", 5), ("2026-11", 6), ("2027-02", 5), ("2024-02", 5)])
def test_weeks_are_whole(as_ada, month, weeks):
    page = as_ada.get(f"/studio/calendar?month={month}").text

    assert page.count("<td") == weeks * 7


@pytest.mark.parametrize("month", ["nonsense", "2026-13", "1999-12", "9999-01", "2026-11-01"])
def test_a_month_that_is_none_is_404(as_ada, month):
    assert as_ada.get(f"/studio/calendar?month={month}").status_code == 404


def test_an_empty_month_says_so(as_ada):
    assert "Nothing came out this month" in as_ada.get("/studio/calendar").text


def test_one_sees_ones_own_calendar_only(as_cy, client, november):
    assert "Tide" not in as_cy.get("/studio/calendar").text
    assert client.get("/studio/calendar").headers["Location"].startswith("/sign-in")


def test_removed_pieces_leave_the_calendar(as_ada, november):
    content.remove(content.with_row_id(november[0].id))
    content.edit(content.with_row_id(november[1].id), visibility="private")
    clock.shift(datetime(2026, 11, 10, 12, tzinfo=UTC) - datetime.now(UTC) + timedelta(minutes=1))
    db.session.commit()

    page = as_ada.get("/studio/calendar").text
    assert "Tide" not in page
    assert "Bridge" in page


def test_days_and_times_are_the_viewers_own(as_ada, ada, november):
    ada.time_zone = "Asia/Dhaka"

    page = as_ada.get("/studio/calendar").text

    assert "Days and times are in Asia/Dhaka" in page
    first, later = page.index("Tuesday, 1 December"), page.index("Wednesday, 2 December")
    assert "Bridge" in page[first:later], "23:59 in London's winter is the next morning in Dhaka"
    assert "05:59" in page[first:later]
    assert "15:30" in page


def test_today_is_where_the_viewer_is(as_ada, ada):
    clock.shift(datetime(2026, 11, 30, 20, tzinfo=UTC) - datetime.now(UTC))
    ada.time_zone = "Asia/Dhaka"

    page = as_ada.get("/studio/calendar").text

    assert "December 2026" in page
    assert page.split('aria-current="date"')[1].split("month-long")[1].startswith('">Tuesday, 1 December')


@pytest.mark.parametrize("month", ["2026-03", "2026-10"])
def test_the_day_of_the_change_has_its_hours(as_ada, ada, month):
    ada.time_zone = "Europe/Berlin"
    day = 29 if month == "2026-03" else 25
    evening = published(ada, "Late")
    evening.published_at = datetime(2026, int(month[-2:]), day, 21 if day == 29 else 22, 30, tzinfo=UTC)
    db.session.commit()

    page = as_ada.get(f"/studio/calendar?month={month}").text

    assert f"Sunday, {day}" in page[: page.index("Late")].rsplit("<td", 1)[1]
    assert "23:30" in page
