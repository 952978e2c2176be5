"""Statements of the bank as ISO 20022 camt.053: its lines, with what was on the account before and after."""

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from wm.domains.payments.bank_lines import NAME_LENGTH, Line, Statement, not_too_many, read_amount, refuse
from wm.kernel import money

CAMT = "BkToCstmrStmt"
SIGNS = {"CRDT": 1, "DBIT": -1}


def read(text: str) -> list[Statement]:
    """Return the statements in a file. Raises Invalid (422)."""
    if "<!" in text.replace(
        "<!--", ""
    ):  # no document of a bank declares a type or entities; they are how XML is abused
        raise refuse("This file declares more than a statement of a bank has to. It was not read.")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise refuse("This is not a whole XML file.") from None
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]  # any version of camt.053: what we read is the same in all
    found = [_statement(each) for each in root.findall(f"{CAMT}/Stmt")]
    if not found:
        raise refuse("There is no statement in it. Send camt.053, as the bank offers it for the end of a day.")
    return found


def _statement(stmt: ElementTree.Element) -> Statement:
    sums = {each.findtext("Tp/CdOrPrtry/Cd"): (_amount(each), _day(each.find("Dt"))) for each in stmt.findall("Bal")}
    lines = list(not_too_many(_entries(stmt)))
    opening, closing = sums.get("OPBD") or sums.get("PRCD"), sums.get("CLBD")
    if closing is None or opening is None:
        raise refuse("It does not say what was on the account before and after (OPBD or PRCD, and CLBD).")
    if opening[0] + sum(line.amount for line in lines) != closing[0]:
        raise refuse("What was there before and its lines don't add up to what was there after.")
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
        raise refuse(f"An amount in it is missing, has no direction, or is not in {money.currency()}.")
    try:
        return sign * abs(read_amount(said.text or ""))
    except ValueError:
        raise refuse("An amount in it is no number, or finer than the smallest coin.") from None


def _day(part: ElementTree.Element | None) -> date:
    said = (part.findtext("Dt") or part.findtext("DtTm") or "") if part is not None else ""
    try:
        return date.fromisoformat(said.strip()[:10])
    except ValueError:
        raise refuse("A day in it is missing or is none.") from None
