"""The bank, coming in: its statements, and the payments that their lines are for."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import insert, select

from wm.domains import ledger, platform
from wm.domains.payments import outgoing, queries, statements
from wm.domains.payments.bank_lines import PAYER_LENGTH, WORDS_LENGTH, Line, Statement
from wm.domains.payments.concluding import concluded
from wm.domains.payments.gateways import Standing
from wm.domains.payments.models import ENDED, BankStatement, BankTransfer, PaymentAttempt
from wm.kernel import clock, money
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import Invalid, NotFound, NotNow

REFERENCE = re.compile(r"WM[A-HJ-NP-Z2-9]{8}")


class Taken(NamedTuple):
    """What became of a statement: how many of its lines are new, and how many of those found their payment; `unproven`
    are those that name one in a file without sums (public ids), which are booked when somebody else agrees."""

    new: int
    matched: int
    unproven: list[str]


def take_statement(text: str, by, sums: tuple[str, str] = ("", "")) -> Taken:
    """Take the lines of the bank's statement (CSV or camt.053); those that are here already are passed over.

    `sums` are what was on the account before and after, as typed. Lines whose text has the reference of a waiting payment
    of the same amount are matched to it at once, where sums prove them; those that went out, to the payout or the batch
    that they name. Raises Invalid (422) when it can't be read; then nothing is taken."""
    told = statements.read(text, sums)
    rows = list(_rows(line for each in told for line in each.lines))
    new = [transfer for row in rows if (transfer := _stored(row)) is not None]
    found = _payments_of(each for each in new if not each.is_out)
    matched = [each for each in new if each.id in found and found[each.id].amount == each.amount]
    unproven = [] if all(each.is_proven for each in told) else [each.public_id for each in matched]
    done = outgoing.matched(new) if unproven else [*book_named(matched), *outgoing.matched(new)]
    db.session.add_all(_kept(each, by) for each in told)
    db.session.flush()
    platform.audit("money.bank_statement", by, "bank", lines=len(rows), new=len(new), matched=sum(done))
    return Taken(len(new), sum(done), unproven)


def named(public_ids: Iterable[str]) -> list[tuple[BankTransfer, PaymentAttempt]]:
    """Return those of these lines that wait still, with the waiting payment of the same amount that each names."""
    wanted = select(BankTransfer).where(BankTransfer.public_id.in_(public_ids), BankTransfer.state == "waiting")
    lines = list(db.session.scalars(wanted.order_by(BankTransfer.id)))
    found = _payments_of(each for each in lines if not each.is_out)
    return [(each, found[each.id]) for each in lines if each.id in found and found[each.id].amount == each.amount]


def book_named(lines: Iterable[BankTransfer]) -> list[bool]:
    """Book lines for the payments that they name; False for each whose payment had ended."""
    pairs = named([each.public_id for each in lines])
    _lock(attempt for _line, attempt in pairs)
    return [_booked(line, attempt.id) for line, attempt in pairs]


def _kept(told: Statement, by) -> BankStatement:
    days = {"first_on": told.first_on, "last_on": told.last_on}
    sums = {"opening": told.opening, "closing": told.closing, "currency": money.currency()}
    return BankStatement(name=told.name, lines=len(told.lines), created_by=by.id, **days, **sums)


def kept_statements(limit: int = 20) -> Sequence[BankStatement]:
    """Return the newest statements, newest first."""
    wanted = select(BankStatement).order_by(BankStatement.last_on.desc(), BankStatement.id.desc())
    return db.session.scalars(wanted.limit(limit)).all()


def book(transfer_id: str, reference: str, by, reason: str) -> PaymentAttempt:
    """Book a line for the payment with this reference, with the amount that came; doors ask for it.

    Raises ReasonMissing (422), NotNow (409)."""
    transfer, attempt = bookable(transfer_id, reference)
    platform.audit_explained("money.bank_booked", by, attempt.subject, reason, amount=transfer.amount)
    _lock([attempt])
    locked = queries.locked(attempt.id)
    if locked.has_ended:
        raise NotNow("That payment has ended already.")
    locked.amount = transfer.amount
    db.session.flush()
    _booked(transfer, attempt.id)
    return locked


def bookable(transfer_id: str, reference: str) -> tuple[BankTransfer, PaymentAttempt]:
    """Return a line that waits and the payment with this reference. Raises NotFound, Invalid (422), NotNow (409)."""
    transfer, attempt = _waiting(transfer_id), find_by_reference(reference)
    if transfer.is_out:
        raise NotNow("That line went out. Only what came can be booked for a payment.")
    return transfer, attempt


def put_aside(transfer_id: str, by, reason: str) -> BankTransfer:
    """Say that a line is none of ours, and why. Raises ReasonMissing (422), NotNow (409)."""
    transfer = _waiting(transfer_id)
    platform.audit_explained("money.bank_aside", by, f"transfer:{transfer.public_id}", reason, amount=transfer.amount)
    transfer.state = "aside"
    return transfer


def waiting_transfers(limit: int = 100) -> Sequence[BankTransfer]:
    """Return the lines that found no payment, oldest first."""
    return db.session.scalars(
        select(BankTransfer).filter_by(state="waiting").order_by(BankTransfer.id).limit(limit)
    ).all()


def expected_transfers(limit: int = 100) -> Sequence[PaymentAttempt]:
    """Return the payments that wait for a transfer, newest first."""
    mine = PaymentAttempt.gateway == "bank", PaymentAttempt.kind == "deposit", PaymentAttempt.state.not_in(ENDED)
    return db.session.scalars(select(PaymentAttempt).where(*mine).order_by(PaymentAttempt.id.desc()).limit(limit)).all()


def _rows(lines: Iterable[Line]) -> Iterable[dict]:
    """Yield the lines as rows; those that look the same are told apart by how often they stand there."""
    seen = Counter()
    for line in lines:
        words, payer = line.words[:WORDS_LENGTH], line.payer[:PAYER_LENGTH]
        same = f"{line.booked_on}|{line.amount}|{words}|{payer}"
        seen[same] += 1
        key = hashlib.sha256(f"{same}|{seen[same]}".encode()).hexdigest()
        row = {"line": key, "booked_on": line.booked_on, "amount": abs(line.amount), "is_out": line.amount < 0}
        if line.amount:
            yield row | {"words": words, "payer": payer}


def _stored(row: dict) -> BankTransfer | None:
    """Store a line and return it; None when it is here already."""
    from_model = BankTransfer.__table__.c.public_id.default.arg(None)
    values = row | {
        "currency": money.currency(),
        "public_id": from_model,
        "state": "waiting",
        "created_at": clock.now(),
    }
    made = db.session.execute(ignoring_duplicates(insert(BankTransfer)).values(**values))
    return db.session.get(BankTransfer, made.inserted_primary_key[0]) if made.rowcount else None


def _payments_of(transfers: Iterable[BankTransfer]) -> dict[int, PaymentAttempt]:
    """Return the waiting payment of each line that names one, by the line's row id."""
    named = {each.id: _references(each.words) for each in transfers}
    wanted = {reference for found in named.values() for reference in found}
    known = {each.reference: each for each in _with_references(wanted)}
    return {key: known[found[0]] for key, found in named.items() if len(found) == 1 and found[0] in known}


def _references(words: str) -> list[str]:
    """Return the references in a text, however people have split them."""
    return sorted(set(REFERENCE.findall(re.sub(r"[\s./-]", "", words.upper()))))


def _with_references(references: set[str]) -> Iterable[PaymentAttempt]:
    waiting = PaymentAttempt.reference.in_(references), PaymentAttempt.state.not_in(ENDED)
    return db.session.scalars(select(PaymentAttempt).where(*waiting)) if references else ()


def find_by_reference(reference: str) -> PaymentAttempt:
    """Return the payment that a person wrote this reference for. Raises Invalid (422)."""
    found = list(_with_references(set(_references(reference))))
    if len(found) != 1:
        raise Invalid(fields={"reference": ["No payment waits with this reference."]})
    return found[0]


def _waiting(public_id: str) -> BankTransfer:
    found = db.session.scalars(select(BankTransfer).filter_by(public_id=public_id)).first()
    if found is None:
        raise NotFound()
    if found.state != "waiting":
        raise NotNow()
    return found


def _lock(attempts: Iterable[PaymentAttempt]) -> None:
    """Lock every account that these payments move, in one go."""
    wallets = [ledger.wallet(each.person_id).id for each in attempts]
    ledger.locked([*wallets, ledger.of_site("clearing", "bank").id, ledger.of_site("fees").id])


def _booked(transfer: BankTransfer, attempt_id: int) -> bool:
    """Let a payment have succeeded by this line; False when it had ended, as by another line of the same reference."""
    if queries.locked(attempt_id).has_ended:
        return False
    transfer.attempt_id, transfer.state = attempt_id, "matched"
    known = queries.by_id(attempt_id)
    concluded(attempt_id, Standing("succeeded", f"bank-{known.public_id}", amount=transfer.amount))
    return True
