"""What pain.001.001.09 asks of the parts that we use, and what SEPA's implementation guidelines add, written down as rules.

The schema itself is not ours to copy; this says in our words what it says: which part holds which, in which order, how
often, how long a text may be and of which letters, and what must add up. `broken(xml)` returns every rule that a file breaks."""

import re
from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree

from stdnum import iban

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
TEXT = r"[A-Za-z0-9/\-?:().,'+ ]"
KINDS = {
    "id": r"(?!/)(?!.*//)(?!.*/$)\S{1,35}",
    "name": r"(?=\S).{1,70}(?<=\S)",
    "words": r"(?=\S).{1,140}(?<=\S)",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "day": r"\d{4}-\d\d-\d\d",
    "count": r"[0-9]{1,15}",
    "sum": r"\d{1,13}(\.\d{1,5})?",
    "amount": r"\d{1,9}\.\d\d",
    "iban": r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}",
    "bic": r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "method": "TRF",
    "service": "SEPA",
    "charges": "SLEV|SHAR|DEBT|CRED",
    "unknown": "NOTPROVIDED",
}
AGENT = [("FinInstnId", 1, 1, [("BICFI", 0, 1, "bic"), ("Othr", 0, 1, [("Id", 1, 1, "unknown")])])]
PARTY, ACCOUNT = [("Nm", 1, 1, "name")], [("Id", 1, 1, [("IBAN", 1, 1, "iban")])]
TRANSFER = [
    ("PmtId", 1, 1, [("InstrId", 0, 1, "id"), ("EndToEndId", 1, 1, "id")]),
    ("Amt", 1, 1, [("InstdAmt", 1, 1, "amount")]),
    ("CdtrAgt", 0, 1, AGENT),
    ("Cdtr", 1, 1, PARTY),
    ("CdtrAcct", 1, 1, ACCOUNT),
    ("RmtInf", 0, 1, [("Ustrd", 1, 1, "words")]),
]
BLOCK = [
    ("PmtInfId", 1, 1, "id"),
    ("PmtMtd", 1, 1, "method"),
    ("BtchBookg", 0, 1, "id"),
    ("NbOfTxs", 1, 1, "count"),
    ("CtrlSum", 1, 1, "sum"),
    ("PmtTpInf", 0, 1, [("SvcLvl", 1, 1, [("Cd", 1, 1, "service")])]),
    ("ReqdExctnDt", 1, 1, [("Dt", 1, 1, "day")]),
    ("Dbtr", 1, 1, PARTY),
    ("DbtrAcct", 1, 1, ACCOUNT),
    ("DbtrAgt", 1, 1, AGENT),
    ("ChrgBr", 0, 1, "charges"),
    ("CdtTrfTxInf", 1, 10_000, TRANSFER),
]
HEAD = [
    ("MsgId", 1, 1, "id"),
    ("CreDtTm", 1, 1, "moment"),
    ("NbOfTxs", 1, 1, "count"),
    ("CtrlSum", 1, 1, "sum"),
    ("InitgPty", 1, 1, PARTY),
]
DOCUMENT = [("CstmrCdtTrfInitn", 1, 1, [("GrpHdr", 1, 1, HEAD), ("PmtInf", 1, 100, BLOCK)])]


def broken(xml: bytes) -> list[str]:
    """Return every rule that a file breaks; none for a good one."""
    root = ElementTree.fromstring(xml)
    foreign = [each.tag for each in root.iter() if not each.tag.startswith(f"{{{NAMESPACE}}}")]
    return [*foreign, *_parts("Document", root, DOCUMENT), *_sums(root), *_ids(root), *_accounts(root)]


def _parts(path, parent, rules):
    names = [each.tag.rpartition("}")[2] for each in parent]
    order = [name for name, *_rest in rules]
    if [name for name in names if name not in order] or sorted(names, key=order.index) != names:
        yield f"{path} holds {names}"
        return
    for name, least, most, inside in rules:
        found = [each for each in parent if each.tag.endswith(f"}}{name}")]
        if not least <= len(found) <= most:
            yield f"{path}/{name} stands there {len(found)} times"
        for each in found:
            yield from _parts(f"{path}/{name}", each, inside) if isinstance(inside, list) else _text(path, each, inside)
    if parent.text and parent.text.strip():
        yield f"{path} holds words"


def _text(path, part, kind):
    said = part.text or ""
    if len(part) or not re.fullmatch(KINDS[kind], said) or not re.fullmatch(f"{TEXT}*", said):
        yield f"{path}/{part.tag.rpartition('}')[2]} is {said!r}"


def _find(root, path):
    return root.findall(".//" + "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/")))


def _sums(root):
    amounts = [Decimal(each.text) for each in _find(root, "InstdAmt")]
    for name, right in (("NbOfTxs", len(amounts)), ("CtrlSum", sum(amounts))):
        yield from (f"{name} is {each.text}, not {right}" for each in _find(root, name) if Decimal(each.text) != right)
    yield from (f"the amount {each}" for each in amounts if not Decimal("0.01") <= each <= Decimal("999999999.99"))
    yield from (
        f"currency {each.attrib}"
        for each in _find(root, "InstdAmt")
        if not re.fullmatch("[A-Z]{3}", each.get("Ccy", ""))
    )


def _ids(root):
    for name in ("MsgId", "PmtInfId", "EndToEndId"):
        yield from (
            f"{name} {said} twice" for said, n in Counter(each.text for each in _find(root, name)).items() if n > 1
        )


def _accounts(root):
    yield from (f"IBAN {each.text}" for each in _find(root, "IBAN") if not iban.is_valid(each.text or ""))
    if _find(root, "SvcLvl") and {each.text for each in _find(root, "ChrgBr")} != {"SLEV"}:
        yield "SEPA shares the charges"
