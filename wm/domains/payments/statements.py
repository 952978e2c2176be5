"""Statements of the bank: read from CSV or camt.053, and held against the sums that somebody has typed."""

import csv
import io
from datetime import date
from itertools import pairwise

from wm.domains.payments import camt
from wm.domains.payments.bank_lines import Line, Statement, not_too_many, read_amount, refuse
from wm.kernel import money

NEEDED = ("date", "amount", "text")


def read(text: str, sums: tuple[str, str] = ("", "")) -> list[Statement]:
    """Return the statements in a file, however it is written; `sums` are what was there before and after, as typed.

    Raises Invalid (422), with the line or the part that is wrong."""
    text = text.lstrip("\ufeff").strip()
    found = camt.read(text) if text.startswith("<") else [_csv(text)]
    return _held_against(found, *sums) if any(each.strip() for each in sums) else found


def _held_against(found: list[Statement], opening: str, closing: str) -> list[Statement]:
    """Return the statements with the sums that somebody typed, which have to fit."""
    had, has = _typed(opening, "opening"), _typed(closing, "closing")
    first, last = found[0], found[-1]
    if not first.is_proven:
        found = [first._replace(opening=had, closing=has)]
        moved = sum(line.amount for line in first.lines)
        if had + moved != has:
            raise refuse(f"With what was there before, the lines come to {money.written(had + moved)}.", "closing")
    elif (first.opening, last.closing) != (had, has):
        told = f"{money.written(first.opening)} before and {money.written(last.closing)} after"
        raise refuse(f"The file itself says {told}.", "closing")
    return found


def _typed(text: str, field: str) -> int:
    try:
        return read_amount(text)
    except ValueError:
        raise refuse("Write both sums like 1250.00, or neither.", field) from None


def _csv(text: str) -> Statement:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if not set(NEEDED) <= set(names):
        raise refuse("The first line must name the columns: date, amount, text; and payer and balance if there are.")
    rows.fieldnames = names
    told = [(_row(row, n), _balance(row, n)) for n, row in enumerate(not_too_many(rows), start=2)]
    if not told:
        raise refuse("There is no line in it.")
    lines = [line for line, _balance_after in told]
    days = [line.booked_on for line in lines]
    return Statement("", min(days), max(days), *_sums(told), lines)


def _sums(told: list[tuple[Line, int | None]]) -> tuple[int | None, int | None]:
    """Return what was there before and after, from the balance behind each line: the oldest first, or the newest."""
    balances = [balance for _line, balance in told]
    if all(balance is None for balance in balances):
        return None, None
    for lines in (told, told[::-1]):
        if None not in balances and all(one[1] + two[0].amount == two[1] for one, two in pairwise(lines)):
            (first, after_first), (_last, closing) = lines[0], lines[-1]
            return after_first - first.amount, closing
    raise refuse("The balances in it don't follow from its lines, or one is missing. Send it as the bank wrote it.")


def _row(row: dict, n: int) -> Line:
    try:
        booked_on, amount = date.fromisoformat((row["date"] or "").strip()), read_amount(row["amount"] or "")
    except ValueError:
        raise refuse(f"Line {n} needs a date like 2026-11-21 and an amount like 12.50.") from None
    if not amount:
        raise refuse(f"Line {n} has no amount.")
    return Line(booked_on, amount, (row["text"] or "").strip(), (row.get("payer") or "").strip())


def _balance(row: dict, n: int) -> int | None:
    figures = (row.get("balance") or "").strip()
    try:
        return read_amount(figures) if figures else None
    except ValueError:
        raise refuse(f"Line {n} has a balance that is no amount.") from None
