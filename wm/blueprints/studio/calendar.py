"""A month of one's own pieces: what came out when, and what is to come."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from flask import Response, request, url_for

from wm.blueprints import hours
from wm.blueprints.studio import bp as door
from wm.domains import content
from wm.kernel import clock
from wm.kernel.errors import NotFound
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer

FIRST, LAST = 2000, 2100


class Day(NamedTuple):
    """A day of the grid; `is_other` when it belongs to the month before or after."""

    day: date
    pieces: list[content.Content]
    is_other: bool


@door.get("/calendar")
@signed_in
def calendar() -> Response:
    """Show a month, the present one unless the address names another (2026-11). Days are the viewer's."""
    now = hours.local(clock.now())
    first = _first(request.args.get("month") or f"{now:%Y-%m}")
    weeks = _weeks(first)
    found = [piece for week in weeks for day in week for piece in day.pieces]
    known = {"first": first, "weeks": weeks, "found": found, "today": now.date()}
    return page("studio/calendar.html", "studio/_month.html", **known, **_beside(first))


def _beside(first: date) -> dict[str, str]:
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    return {
        "before_url": url_for("studio.calendar", month=f"{before:%Y-%m}"),
        "after_url": url_for("studio.calendar", month=f"{after:%Y-%m}"),
    }


def _first(asked: str) -> date:
    try:
        first = datetime.strptime(asked, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise NotFound() from None
    if not FIRST <= first.year <= LAST:
        raise NotFound()
    return first


def _weeks(first: date) -> list[list[Day]]:
    begins = first - timedelta(days=first.weekday())
    days = [begins + timedelta(days=number) for number in range(42)]
    days = days if days[35].month == first.month else days[:35]
    found = content.desk.month(viewer(), _midnight(begins), _midnight(days[-1] + timedelta(days=1)))
    by_day = {day: [] for day in days}
    for piece in found:
        by_day[hours.local(content.desk.moment(piece)).date()].append(piece)
    grid = [Day(day, pieces, day.month != first.month) for day, pieces in by_day.items()]
    return [grid[number : number + 7] for number in range(0, len(grid), 7)]


def _midnight(day: date) -> datetime:
    return hours.meant(datetime.combine(day, time()))
