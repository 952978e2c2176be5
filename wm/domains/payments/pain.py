"""Files that banks take: ISO 20022 pain.001.001.09 (customer credit transfer initiation), and the same as CSV rows."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import current_app

from wm.domains.payments.batches import Order
from wm.domains.payments.models import BankBatch
from wm.kernel import clock, money
from wm.kernel.errors import NotNow

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
NAME_LENGTH, ID_LENGTH, WORDS_LENGTH = 70, 35, 140
FOREIGN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")  # what the SEPA rulebooks leave out of Latin text
WORDS = "Weekmotion payout"
LETTERS = str.maketrans(  # those that Unicode does not take apart, as the banks write them
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "’": "'", "–": "-", "—": "-"}
)


def written(batch: BankBatch, orders: Sequence[Order]) -> bytes:
    """Return a batch as XML: one payment information block with one transaction for each payout that has not ended.

    Raises NotNow (409) when all have: a file without a transaction is none."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(_tag("Document"))
    start = _add(root, "CstmrCdtTrfInitn")
    open_orders = [order for order in orders if not order.attempt.has_ended]
    if not open_orders:
        raise NotNow("Every payout of this batch has ended. There is nothing to send.")
    _head(start, batch, open_orders)
    block = _block(start, batch, open_orders)
    for order in open_orders:
        _transfer(block, order)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def rows(orders: Iterable[Order]) -> Iterable[tuple]:
    """Yield the same as rows: reference, name, IBAN, BIC, amount, currency, words."""
    yield "Reference", "Name", "IBAN", "BIC", "Amount", "Currency", "Text"
    for attempt, to in orders:
        figure = money.in_major(attempt.amount, attempt.currency)
        yield attempt.public_id, to.get("name", ""), _iban(to), to.get("bic", ""), figure, attempt.currency, WORDS


def latin(text: str, length: int) -> str:
    """Return a text in the letters that every bank takes."""
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS)).encode("ascii", "ignore").decode()
    plain = re.sub("/{2,}", "/", FOREIGN.sub(" ", plain)).strip("/ ")
    return " ".join(plain.split())[:length].strip("/ ") or "-"


def _head(parent: ElementTree.Element, batch: BankBatch, orders: Sequence[Order]) -> None:
    head = _add(parent, "GrpHdr")
    _add(head, "MsgId", f"WM-{batch.public_id}"[:ID_LENGTH])
    _add(head, "CreDtTm", _moment(batch.created_at))
    _counts(head, orders)
    _add(_add(head, "InitgPty"), "Nm", latin(current_app.config["BANK_NAME"], NAME_LENGTH))


def _block(parent: ElementTree.Element, batch: BankBatch, orders: Sequence[Order]) -> ElementTree.Element:
    """Say from which account, when, and who pays the charges; SEPA's rules are named when the currency is the euro."""
    settings = current_app.config
    block = _add(parent, "PmtInf")
    _add(block, "PmtInfId", f"WM-{batch.public_id}-1"[:ID_LENGTH])
    _add(block, "PmtMtd", "TRF")
    _counts(block, orders)
    if batch.currency == "EUR":
        _add(_add(_add(block, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _add(_add(block, "ReqdExctnDt"), "Dt", f"{clock.now():%Y-%m-%d}")
    _add(_add(block, "Dbtr"), "Nm", latin(settings["BANK_NAME"], NAME_LENGTH))
    _add(_add(_add(block, "DbtrAcct"), "Id"), "IBAN", _iban({"iban": settings["BANK_IBAN"]}))
    _agent(_add(block, "DbtrAgt"), settings["BANK_BIC"])
    _add(block, "ChrgBr", "SLEV" if batch.currency == "EUR" else "SHAR")
    return block


def _transfer(parent: ElementTree.Element, order: Order) -> None:
    attempt, to = order
    transfer = _add(parent, "CdtTrfTxInf")
    _add(_add(transfer, "PmtId"), "EndToEndId", attempt.public_id)
    amount = _add(_add(transfer, "Amt"), "InstdAmt", str(money.in_major(attempt.amount, attempt.currency)))
    amount.set("Ccy", attempt.currency)
    if to.get("bic"):
        _agent(_add(transfer, "CdtrAgt"), to["bic"])
    _add(_add(transfer, "Cdtr"), "Nm", latin(str(to.get("name", "")), NAME_LENGTH))
    _add(_add(_add(transfer, "CdtrAcct"), "Id"), "IBAN", _iban(to))
    _add(_add(transfer, "RmtInf"), "Ustrd", f"{WORDS} {attempt.public_id}"[:WORDS_LENGTH])


def _counts(parent: ElementTree.Element, orders: Sequence[Order]) -> None:
    _add(parent, "NbOfTxs", str(len(orders)))
    _add(parent, "CtrlSum", str(money.in_major(sum(order.attempt.amount for order in orders))))


def _agent(parent: ElementTree.Element, bic: str) -> None:
    place = _add(parent, "FinInstnId")
    if bic:
        _add(place, "BICFI", bic.replace(" ", "").upper())
    else:
        _add(_add(place, "Othr"), "Id", "NOTPROVIDED")


def _iban(to: dict) -> str:
    return str(to.get("iban", "")).replace(" ", "").upper()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, _tag(name))
    made.text = text
    return made


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
