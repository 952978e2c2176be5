"""The lines of a wallet in words: what each one was, where it came from, and where that can be looked at."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from wm.domains import ledger, payments


class Source(NamedTuple):
    """What a line is about: its name, and the page that shows it ("" for none)."""

    title: str
    url: str = ""


class Line(NamedTuple):
    """One line of a statement: the entry, what it was, and its source when there is one to name."""

    entry: ledger.Entry
    words: str
    source: Source | None

    @property
    def icon(self) -> str:
        """The picture that stands before it."""
        return ICONS.get(self.entry.move.reason, "arrow-down" if self.entry.amount > 0 else "arrow-up")


Look = Callable[[set[str]], dict[str, Source]]
SOURCES: dict[str, Look] = {}  # what stands before the colon of a subject -> who knows those subjects
ICONS = {"tip": "heart", "membership": "users", "pro": "verified", "refund": "retry", "deposit_returned": "retry"}


def source_of(prefix: str) -> Callable[[Look], Look]:
    """Make a function the one that names subjects which begin with `prefix`: it takes them and returns their sources."""
    return lambda look: SOURCES.setdefault(prefix, look)


def lines(entries: Iterable[ledger.Entry]) -> list[Line]:
    """Return these entries of a wallet with their words and sources; one look per kind of source."""
    entries = list(entries)
    known = _sources({entry.move.subject for entry in entries})
    return [Line(each, words(each), known.get(each.move.subject)) for each in entries]


def _sources(subjects: set[str]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for prefix, look in SOURCES.items():
        theirs = {subject for subject in subjects if subject.startswith(f"{prefix}:")}
        if theirs:
            found |= look(theirs)
    return found


def words(entry: ledger.Entry) -> str:
    """Return what a line of a wallet was."""
    said = _received() if entry.amount > 0 else _paid()
    return said.get(entry.move.reason) or (_("Received") if entry.amount > 0 else _("Paid"))


def _received() -> dict[str, str]:
    return {
        "deposit": _("Money added"),
        "refund": _("Refund"),
        "tax_refund": _("Refund of tax"),
        "to_wallet": _("From your earnings"),
        "payout_returned": _("A payout came back"),
        "dispute_won": _("A dispute ended for you"),
        "correction": _("Correction"),
    }


def _paid() -> dict[str, str]:
    return {
        "sale": _("Bought"),
        "tip": _("Tip"),
        "membership": _("Membership"),
        "pro": _("Weekmotion Pro"),
        "tax": _("Tax"),
        "deposit_returned": _("Given back to where it came from"),
        "payout": _("Paid out"),
        "dispute": _("Held for a dispute"),
        "correction": _("Correction"),
    }


@source_of("payment")
def _payments(subjects: set[str]) -> dict[str, Source]:
    names = way_names()
    found = payments.of_subjects(subjects)
    return {
        subject: Source(names.get(each.gateway, each.gateway), url_for("payments.show", public_id=each.public_id))
        for subject, each in found.items()
    }


def way_names() -> dict[str, str]:
    """Return what people call each gateway."""
    return {"sandbox": _("Test card"), "stripe": _("Card"), "bank": _("Bank transfer")}
