"""Statements of a month or a year: what was there, every line, what was left; to print, and as rows for a spreadsheet."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from flask_babel import gettext as _

from wm.blueprints import hours, statement
from wm.domains import ledger, payments
from wm.kernel import clock, money
from wm.kernel.errors import NotFound

NAMED = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
FIRST_YEAR, MOST_LINES, PAGE = 2020, 20_000, 1000
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS += ("November", "December")


class Period(NamedTuple):
    """A month, or a whole year (month 0), by the viewer's clock."""

    year: int
    month: int

    @property
    def name(self) -> str:
        """How a file or a query names it: 2026-11, 2026."""
        return f"{self.year}-{self.month:02d}" if self.month else f"{self.year}"

    @property
    def title(self) -> str:
        """How people name it: November 2026."""
        return f"{MONTHS[self.month - 1]} {self.year}" if self.month else f"{self.year}"

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return _midnight(self.year, self.month or 1)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        if not self.month:
            return _midnight(self.year + 1, 1)
        return _midnight(self.year + self.month // 12, self.month % 12 + 1)


def _midnight(year: int, month: int) -> datetime:
    """Return the moment at which a month begins by the viewer's clock."""
    return hours.meant(datetime.combine(date(year, month, 1), time()))


def asked(said: Mapping[str, str]) -> Period:
    """Return the period that a query names ("2026-11", "2026"), this month for none. Raises NotFound (404)."""
    now, name = hours.local(clock.now()), said.get("period", "")
    if not name:
        return Period(now.year, now.month)
    if not NAMED.fullmatch(name):
        raise NotFound()
    period = Period(int(name[:4]), int(name[5:] or 0))
    if not FIRST_YEAR <= period.year <= now.year:
        raise NotFound()
    return period


def choices(since: datetime) -> list[Period]:
    """Return the periods that a person can choose, newest first: every month since then, and every year."""
    first, now = hours.local(since), hours.local(clock.now())
    found = []
    for year in range(now.year, max(first.year, FIRST_YEAR) - 1, -1):
        months = range(now.month if year == now.year else 12, (first.month if year == first.year else 1) - 1, -1)
        found += [Period(year, 0), *(Period(year, month) for month in months)]
    return found


def booked(account: ledger.Account | None, period: Period) -> dict:
    """Return what an account had before the period, its lines, oldest first, and what it had after."""
    if account is None:
        return {"opening": 0, "closing": 0, "lines": [], "came": 0, "went": 0}
    entries = list(_entries(account, period))[::-1]
    opening = payments.balance_at(account, period.since)
    came = sum(each.amount for each in entries if each.amount > 0)
    went = sum(-each.amount for each in entries if each.amount < 0)
    shown = {"opening": opening, "closing": opening + came - went, "came": came, "went": went}
    return shown | {"lines": statement.lines(entries)}


def _entries(account: ledger.Account, period: Period) -> Iterable[ledger.Entry]:
    after, told = None, 0
    while told < MOST_LINES:
        found = ledger.statement(account, after, PAGE, period.since, period.until)
        yield from found.items
        after, told = found.next, told + len(found.items)
        if after is None:
            return


def rows(lines: Iterable[statement.Line]) -> Iterable[tuple]:
    """Yield the rows of a spreadsheet: amounts as plain numbers, in and out in columns of their own."""
    yield _("When (UTC)"), _("What"), _("Source"), _("In"), _("Out"), _("Currency"), _("Reference")
    for line in lines:
        move, amount = line.entry.move, line.entry.amount
        figure = money.in_major(abs(amount), move.currency)
        sides = (figure, None) if amount > 0 else (None, figure)
        when = f"{move.created_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        yield when, line.words, line.source.title if line.source else "", *sides, move.currency, move.subject
