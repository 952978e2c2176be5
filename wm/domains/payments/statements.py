"""Statements of the bank: its lines as CSV, or as ISO 20022 camt.053 with what was on the account before and after."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from xml.etree import ElementTree

from wm.kernel import money
from wm.kernel.errors import Invalid

NEEDED = ("date", "amount", "text")
MOST_LINES, PAYER_LENGTH, WORDS_LENGTH, NAME_LENGTH = 5000, 140, 300, 70
CAMT = "BkToCstmrStmt"
SIGNS = {"CRDT": 1, "DBIT": -1}


class Line(NamedTuple):
    """One movement: on which day, how much (minor units; below 0: it went out), what stands on it, and who sent it."""

    booked_on: date
    amount: int
    words: str
    payer: str


class Statement(NamedTuple):
    """What one file says; `opening` and `closing` (minor units) are None where it has no sums."""

    name: str
    first_on: date
    last_on: date
    opening: int | None
    closing: int | None
    lines: list[Line]


def read(text: str) -> list[Statement]:
    """Return the statements in a file, however it is written. Raises Invalid (422), with the line or the part that is wrong."""
    text = text.lstrip("\ufeff").strip()
    return _camt(text) if text.startswith("<") else [_csv(text)]


def _refuse(words: str) -> Invalid:
    return Invalid(fields={"lines": [words]})


def _csv(text: str) -> Statement:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if not set(NEEDED) <= set(names):
        raise _refuse("The first line must name the columns: date, amount, text, payer.")
    rows.fieldnames = names
    lines = [_row(row, n) for n, row in enumerate(_not_too_many(rows), start=2)]
    if not lines:
        raise _refuse("There is no line in it.")
    days = [line.booked_on for line in lines]
    return Statement("", min(days), max(days), None, None, lines)


def _not_too_many(rows: Iterable) -> Iterator:
    for n, row in enumerate(rows):
        if n >= MOST_LINES:
            raise _refuse(f"Send at most {MOST_LINES} lines at once.")
        yield row


def _row(row: dict, n: int) -> Line:
    figures = (row["amount"] or "").strip()
    sign = -1 if figures.startswith("-") else 1
    try:
        booked_on, amount = date.fromisoformat((row["date"] or "").strip()), money.read(figures.lstrip("+-"))
    except (ValueError, Invalid):
        raise _refuse(f"Line {n} needs a date like 2026-11-21 and an amount like 12.50.") from None
    if amount <= 0:
        raise _refuse(f"Line {n} has no amount.")
    return Line(booked_on, sign * amount, (row["text"] or "").strip(), (row.get("payer") or "").strip())


def _camt(text: str) -> list[Statement]:
    if "<!" in text.replace(
        "<!--", ""
    ):  # no document of a bank declares a type or entities; they are how XML is abused
        raise _refuse("This file declares more than a statement of a bank has to. It was not read.")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise _refuse("This is not a whole XML file.") from None
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]  # any version of camt.053: what we read is the same in all
    found = [_statement(each) for each in root.findall(f"{CAMT}/Stmt")]
    if not found:
        raise _refuse("There is no statement in it. Send camt.053, as the bank offers it for the end of a day.")
    return found


def _statement(stmt: ElementTree.Element) -> Statement:
    sums = {each.findtext("Tp/CdOrPrtry/Cd"): (_amount(each), _day(each.find("Dt"))) for each in stmt.findall("Bal")}
    lines = list(_not_too_many(_entries(stmt)))
    opening, closing = sums.get("OPBD") or sums.get("PRCD"), sums.get("CLBD")
    if closing is None or opening is None:
        raise _refuse("It does not say what was on the account before and after (OPBD or PRCD, and CLBD).")
    if opening[0] + sum(line.amount for line in lines) != closing[0]:
        raise _refuse("What was there before and its lines don't add up to what was there after.")
    days = [line.booked_on for line in lines] or [closing[1]]
    name, first, last = (stmt.findtext("Id") or "")[:NAME_LENGTH], min(days), max(*days, closing[1])
    return Statement(name, first, last, opening[0], closing[0], lines)


def _entries(stmt: ElementTree.Element) -> Iterator[Line]:
    for entry in stmt.findall("Ntry"):
        if (entry.findtext("Sts/Cd") or entry.findtext("Sts") or "BOOK").strip() == "BOOK":
            yield from _parts(entry)


def _parts(entry: ElementTree.Element) -> Iterator[Line]:
    """Yield an entry line by line: one for each transaction in it where it names their amounts, else one for all of it."""
    booked_on, whole = _day(entry.find("BookgDt")), _amount(entry)
    parts = entry.findall("NtryDtls/TxDtls")
    amounts = [_amount(each, whole) for each in parts if each.find("Amt") is not None]
    if len(amounts) == len(parts) > 0 and sum(amounts) == whole:
        for part, amount in zip(parts, amounts, strict=True):
            yield Line(booked_on, amount, _said(part), _who(part, amount))
    else:
        yield Line(booked_on, whole, _said(entry), _who(entry, whole))


def _said(part: ElementTree.Element) -> str:
    """Return every reference and word that a bank passes on of a transfer."""
    names = ("EndToEndId", "PmtInfId", "MsgId", "Ustrd", "Ref", "AddtlNtryInf")
    said = [(each.text or "").strip() for name in names for each in part.iter(name)]
    return " ".join(dict.fromkeys(each for each in said if each and each != "NOTPROVIDED"))


def _who(part: ElementTree.Element, amount: int) -> str:
    side = "Dbtr" if amount > 0 else "Cdtr"
    names = (part.iterfind(f".//RltdPties/{side}/{path}") for path in ("Nm", "Pty/Nm"))
    return next(((each.text or "").strip() for found in names for each in found), "")


def _amount(part: ElementTree.Element, whole: int | None = None) -> int:
    """Return an amount with its sign, in minor units; a part without a sign of its own has that of the whole."""
    said, sign = part.find("Amt"), SIGNS.get(part.findtext("CdtDbtInd") or "")
    if sign is None and whole is not None:
        sign = 1 if whole > 0 else -1
    if said is None or sign is None or said.get("Ccy") != money.currency():
        raise _refuse(f"An amount in it is missing, has no direction, or is not in {money.currency()}.")
    try:
        exact = Decimal(said.text or "") / money.in_major(1)
    except InvalidOperation:
        raise _refuse("An amount in it is no number.") from None
    if not exact.is_finite() or exact < 0 or exact != exact.to_integral_value():
        raise _refuse("An amount in it is finer than the smallest coin.")
    return sign * int(exact)


def _day(part: ElementTree.Element | None) -> date:
    said = (part.findtext("Dt") or part.findtext("DtTm") or "") if part is not None else ""
    try:
        return date.fromisoformat(said.strip()[:10])
    except ValueError:
        raise _refuse("A day in it is missing or is none.") from None
