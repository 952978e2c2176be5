"""The arithmetic of periods: where one ends, and what the rest of one is worth. All of it in UTC, by whole days."""

from calendar import monthrange
from datetime import datetime, timedelta

from wm.kernel import money

RETRIES = (timedelta(days=1), timedelta(days=3), timedelta(days=5))  # after the end of a period that was not paid on
SLACK = timedelta(hours=6)  # so that nobody is locked out while the clock's work is done
GRACE = RETRIES[-1] + SLACK


def after(anchor: datetime, months: int) -> datetime:
    """Return the moment that many months after `anchor`, on its day of the month or the last one of a shorter month.

    Counted from the anchor every time, so that 31 January is followed by 28 February and then by 31 March."""
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    return anchor.replace(year=year, month=month + 1, day=min(anchor.day, monthrange(year, month + 1)[1]))


def days_left(starts: datetime, ends: datetime, now: datetime) -> tuple[int, int]:
    """Return how many days of a period are left, today included, and how many it has."""
    whole = (ends.date() - starts.date()).days
    return max(0, min(whole, (ends.date() - now.date()).days)), whole


def rest(price: int, starts: datetime, ends: datetime, now: datetime) -> int:
    """Return the part of a period's price that its remaining days are worth, in minor units."""
    left, whole = days_left(starts, ends, now)
    return money.split(price, [left, whole - left])[0] if whole else 0


def difference(old: int, new: int, starts: datetime, ends: datetime, now: datetime) -> int:
    """Return what is to be paid to have the dearer of two prices for the rest of a period; never less than nothing."""
    return max(0, rest(new, starts, ends, now) - rest(old, starts, ends, now))


def lasts_until(ends: datetime, state: str) -> datetime:
    """Return until when a member may open things: days of grace after a period, none to speak of after a trial."""
    return ends + (SLACK if state == "trial" else GRACE)


def next_try(ends: datetime, tries: int, now: datetime) -> datetime | None:
    """Return when a payment that failed for the `tries`-th time is tried again, None when it is not any more.

    Never at once, even when the work of the clock is late."""
    return max(ends + RETRIES[tries - 1], now + SLACK) if tries <= len(RETRIES) else None
