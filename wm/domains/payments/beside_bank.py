"""The bank's statements beside the books: each line that stands nowhere, and each booking that no statement has, is a difference."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import ledger
from wm.domains.payments import gateways, outgoing
from wm.domains.payments.models import BankStatement, BankTransfer, PaymentAttempt
from wm.kernel import clock, money
from wm.kernel.db import db, only_reading

DAYS = 3  # how long a line may wait for somebody, and how long a bank may take
CLEARING = "bank"


class Difference(NamedTuple):
    """One difference: what a case about it is called, so that it is opened once, and a sentence."""

    subject: str
    words: str


def bank_differences() -> list[Difference]:
    """Return where the bank's statements and the books of its clearing account don't agree; nothing before the first one."""
    if CLEARING not in {each.name for each in gateways.offered()}:
        return []
    with only_reading():
        kept = list(db.session.scalars(select(BankStatement).order_by(BankStatement.last_on, BankStatement.id)))
        found = [*_waiting(), *_otherwise(), *_gaps(kept), *_not_there(kept)] if kept else []
        db.session.rollback()
    return found


def _waiting() -> Iterator[Difference]:
    """The bank has it, the books don't."""
    old = BankTransfer.state == "waiting", BankTransfer.booked_on <= clock.now().date() - timedelta(days=DAYS)
    for line in db.session.scalars(select(BankTransfer).where(*old).order_by(BankTransfer.id)):
        way = "went out" if line.is_out else "came"
        said = (
            f"{_written(line.amount)} {way} on {line.booked_on} (“{line.words[:80]}”) and stand nowhere in the books."
        )
        yield Difference(f"bank:{line.public_id}", said)


def _otherwise() -> Iterator[Difference]:
    """A line is matched, and attempt or books say something else."""
    wanted = select(BankTransfer, PaymentAttempt).join(PaymentAttempt, PaymentAttempt.id == BankTransfer.attempt_id)
    rows = db.session.execute(wanted.where(BankTransfer.state == "matched")).all()
    moved = _moved()
    for line, attempt in rows:
        kind, name = ("payout", "deposit")[not line.is_out], f"{attempt.kind} {attempt.public_id}"
        booked = moved.get(attempt.subject, 0)
        if (attempt.kind, attempt.amount) != (kind, line.amount):
            said = f"The bank has {_written(line.amount)} for {name}, we have {_written(attempt.amount)}."
            yield Difference(f"bank:{line.public_id}", said)
        elif not line.is_out and booked != line.amount:
            said = f"The bank has {_written(line.amount)} for {name}, the books of its account {_written(booked)}."
            yield Difference(f"bank:{line.public_id}", said)
        elif line.is_out and attempt.state == "sent" and line.booked_on <= clock.now().date() - timedelta(days=DAYS):
            yield Difference(
                f"bank:{line.public_id}", f"The bank paid {name} on {line.booked_on}, for us it is not paid."
            )


def _gaps(kept: list[BankStatement]) -> Iterator[Difference]:
    """Between two statements with sums one is missing."""
    for one, next_one in pairwise(each for each in kept if each.closing is not None):
        if one.closing != next_one.opening and (one.opening, one.closing) != (next_one.opening, next_one.closing):
            had, has = _written(one.closing), _written(next_one.opening)
            said = f"A statement ends on {one.last_on} with {had}, the next begins with {has}: one is missing between."
            yield Difference(f"bank-gap:{next_one.public_id}", said)


def _not_there(kept: list[BankStatement]) -> Iterator[Difference]:
    """The books have it, no statement does."""
    seen = select(BankTransfer.attempt_id).where(BankTransfer.attempt_id.is_not(None))
    mine = PaymentAttempt.gateway == CLEARING, PaymentAttempt.state == "succeeded", PaymentAttempt.id.not_in(seen)
    batches = outgoing.batches_seen()
    for attempt in db.session.scalars(select(PaymentAttempt).where(*mine).order_by(PaymentAttempt.id)):
        is_told = attempt.kind == "deposit" or _is_told(kept, attempt.ended_at.date() + timedelta(days=DAYS))
        if is_told and attempt.batch_id not in batches:
            said = (
                f"The books have {attempt.kind} {attempt.public_id} of {_written(attempt.amount)}, no statement has it."
            )
            yield Difference(f"bank:{attempt.public_id}", said)


def _is_told(kept: list[BankStatement], day: date) -> bool:
    """Whether the bank has told of that day, counted from the first statement on."""
    return kept[0].first_on <= day <= kept[-1].last_on


def _moved() -> dict[str, int]:
    """Return what the books of the bank's account have as deposits, by subject."""
    account = ledger.of_site("clearing", CLEARING)
    mine = ledger.Move.debit_id == account.id, ledger.Move.reason == "deposit"
    wanted = select(ledger.Move.subject, func.sum(ledger.Move.amount)).where(*mine).group_by(ledger.Move.subject)
    return {subject: int(total) for subject, total in db.session.execute(wanted)}


def _written(amount: int) -> str:
    return money.written(amount)
