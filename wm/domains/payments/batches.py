"""The bank, going out: payouts gathered in batches, the files that the bank takes, and what it says of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update

from wm.domains import platform
from wm.domains.payments import queries
from wm.domains.payments.concluding import concluded
from wm.domains.payments.gateways import Standing
from wm.domains.payments.models import ENDED, WHY_LENGTH, BankBatch, PaymentAttempt
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotFound, NotNow
from wm.kernel.sealing import unseal

MOST = 1000


class Order(NamedTuple):
    """One payout of a batch: the attempt, and to whom it goes (name, iban, bic)."""

    attempt: PaymentAttempt
    target: dict[str, Any]


def waiting_payouts() -> Sequence[PaymentAttempt]:
    """Return the payouts that wait to be put into a batch, oldest first."""
    mine = PaymentAttempt.gateway == "bank", PaymentAttempt.kind == "payout", PaymentAttempt.batch_id.is_(None)
    wanted = select(PaymentAttempt).where(*mine, PaymentAttempt.state == "sent").order_by(PaymentAttempt.id)
    return db.session.scalars(wanted.limit(MOST)).all()


def make_batch(by) -> BankBatch:
    """Gather what waits in a batch. Raises NotNow (409) when nothing waits."""
    payouts = [queries.locked(each.id) for each in waiting_payouts()]
    payouts = [each for each in payouts if each.batch_id is None and each.state == "sent"]
    if not payouts:
        raise NotNow("No payout waits for the bank.")
    total = sum(each.amount for each in payouts)
    batch = BankBatch(count=len(payouts), total=total, currency=money.currency(), created_by=by.id)
    db.session.add(batch)
    db.session.flush()
    ids = [each.id for each in payouts]
    db.session.execute(update(PaymentAttempt).where(PaymentAttempt.id.in_(ids)).values(batch_id=batch.id))
    platform.audit("money.batch_made", by, f"batch:{batch.public_id}", count=batch.count, total=total)
    return batch


def batches(limit: int = 50) -> Sequence[BankBatch]:
    """Return the newest batches, newest first."""
    return db.session.scalars(select(BankBatch).order_by(BankBatch.id.desc()).limit(limit)).all()


def find_batch(public_id: str) -> BankBatch:
    """Return a batch. Raises NotFound."""
    found = db.session.scalars(select(BankBatch).filter_by(public_id=public_id)).first()
    if found is None:
        raise NotFound()
    return found


def orders(batch: BankBatch) -> list[Order]:
    """Return the payouts of a batch in their order."""
    wanted = select(PaymentAttempt).where(PaymentAttempt.batch_id == batch.id).order_by(PaymentAttempt.id)
    found = db.session.scalars(wanted.execution_options(populate_existing=True))
    return [Order(each, unseal(each.target)) for each in found]


def mark_sent(batch: BankBatch, by) -> BankBatch:
    """Say that the bank has the file. Raises NotNow (409)."""
    _refuse_but(batch, "made")
    batch.state, batch.sent_at = "sent", clock.now()
    platform.audit("money.batch_sent", by, f"batch:{batch.public_id}")
    return batch


def mark_paid(batch: BankBatch, by) -> BankBatch:
    """Say that the bank has carried out what did not bounce; those payouts have succeeded. Raises NotNow (409)."""
    _refuse_but(batch, "sent")
    batch.state = "done"
    platform.audit("money.batch_paid", by, f"batch:{batch.public_id}")
    for order in orders(batch):
        if order.attempt.state not in ENDED:
            concluded(order.attempt.id, Standing("succeeded", f"bank-{order.attempt.public_id}"))
    return batch


def bounce(batch: BankBatch, attempt_id: str, by, why: str) -> PaymentAttempt:
    """Say that the bank did not carry out a payout, or that it came back, and the bank's reason. Raises Invalid (422)."""
    attempt = order_of(batch, attempt_id)
    if not why.strip():
        raise Invalid(fields={"why": ["Write down the reason that the bank gives."]})
    if batch.state == "made" or attempt.state == "failed":
        raise NotNow()
    platform.audit("money.payout_bounced", by, attempt.subject, why.strip()[:WHY_LENGTH])
    return concluded(attempt.id, Standing("failed", f"bank-{attempt_id}", why=why.strip()))


def order_of(batch: BankBatch, attempt_id: str) -> PaymentAttempt:
    """Return one payout of a batch. Raises NotFound."""
    found = [order.attempt for order in orders(batch) if order.attempt.public_id == attempt_id]
    if not found:
        raise NotFound()
    return found[0]


def _refuse_but(batch: BankBatch, state: str) -> None:
    db.session.refresh(batch, with_for_update=True)
    if batch.state != state:
        raise NotNow()
