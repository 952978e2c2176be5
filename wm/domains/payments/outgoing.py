"""The bank, going out: lines of its statement that name a payout or a whole batch of ours."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from wm.domains.payments.models import BankBatch, BankTransfer, PaymentAttempt
from wm.kernel.db import db

NAMES = re.compile(r"[1-9A-HJ-NP-Za-km-z]{11,22}")
BATCHES = re.compile(r"WM-([1-9A-HJ-NP-Za-km-z]{11})")


def matched(transfers: Iterable[BankTransfer]) -> list[bool]:
    """Match the lines that went out, and payouts that came back, to what they name; returns True for each that was."""
    waiting = [each for each in transfers if each.state == "waiting"]
    payouts, batches = _payouts(waiting), _batches(waiting)
    return [True for each in waiting if _match(each, payouts, batches)]


def _match(transfer: BankTransfer, payouts: dict[str, PaymentAttempt], batches: dict[str, BankBatch]) -> bool:
    payout = next((payouts[name] for name in NAMES.findall(transfer.words) if name in payouts), None)
    if payout is not None and payout.amount == transfer.amount:
        return _noted(transfer, payout)
    batch = next((batches[name] for name in BATCHES.findall(transfer.words) if name in batches), None)
    if batch is None or not transfer.is_out or batch.total != transfer.amount:
        return False
    transfer.state = "matched"
    return True


def _noted(transfer: BankTransfer, payout: PaymentAttempt) -> bool:
    """Note that a payout went out; or that it came back, once it is noted as bounced."""
    taken = db.session.scalar(select(BankTransfer.id).where(BankTransfer.attempt_id == payout.id))
    if transfer.is_out and taken is None:
        transfer.attempt_id, transfer.state = payout.id, "matched"
        db.session.flush()
        return True
    if not transfer.is_out and payout.state == "failed":
        transfer.state = "matched"
        return True
    return False


def _payouts(transfers: Sequence[BankTransfer]) -> dict[str, PaymentAttempt]:
    named = {name for each in transfers for name in NAMES.findall(each.words)}
    mine = PaymentAttempt.public_id.in_(named), PaymentAttempt.gateway == "bank", PaymentAttempt.kind == "payout"
    return {each.public_id: each for each in db.session.scalars(select(PaymentAttempt).where(*mine))} if named else {}


def _batches(transfers: Sequence[BankTransfer]) -> dict[str, BankBatch]:
    named = {name for each in transfers for name in BATCHES.findall(each.words)}
    wanted = select(BankBatch).where(BankBatch.public_id.in_(named))
    return {each.public_id: each for each in db.session.scalars(wanted)} if named else {}


def batches_seen() -> set[int]:
    """Return the row ids of the batches that a statement has as one line."""
    mine = BankTransfer.is_out, BankTransfer.state == "matched", BankTransfer.attempt_id.is_(None)
    return {batch.id for batch in _batches(list(db.session.scalars(select(BankTransfer).where(*mine)))).values()}
