"""Refunds on their way to a card: sent, arrived, or stranded in the wallet; and sent again."""

from sqlalchemy import select

from wm.domains import ledger, payments
from wm.domains.refunds import machine, things
from wm.domains.refunds.errors import NoCard, NotPossible, UnderDispute
from wm.domains.refunds.events import RefundArrived, RefundStranded
from wm.domains.refunds.models import Aftermath, Dispute, Refund
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

WHY_LENGTH = 300


def card_room(row, person) -> int:
    """Return how much of what was paid for this could still go back to where it came from; 0: the wallet only."""
    attempt = _paid_with(things.paid_ref(row), person)
    return attempt.amount - attempt.refunded if attempt else 0


def _paid_with(public_id: str, person) -> payments.PaymentAttempt | None:
    try:
        attempt = payments.own(public_id, person) if public_id else None
    except payments.AttemptNotFound:
        return None
    takes = {way.name for way in payments.offered() if way.refunds}
    return attempt if attempt and attempt.state == "succeeded" and attempt.gateway in takes else None


class Owner:
    """Somebody of whom only the row id is known."""

    def __init__(self, person_id: int):
        self.id = person_id


def send(row: Aftermath, back: Refund, event: str = "send") -> Refund:
    """Send what stands in the wallet on to the card it came from. Raises NoCard, UnderDispute (409)."""
    next_step = machine.card_step(back.card, event, "sold" if event == "send" else row.state)
    if next_step is None:
        raise UnderDispute() if row.state in machine.CLOSED else NotPossible()
    attempt = _paid_with(things.paid_ref(row), Owner(row.buyer_id))
    if attempt is None or attempt.amount - attempt.refunded < back.amount:
        raise NoCard()
    back.tries += 1
    carried = payments.refund(attempt, back.amount, f"{back.public_id}:{back.tries}")
    back.card, back.attempt_id, back.why = next_step.state, carried.id, ""
    db.session.flush()
    return back


def again(back: Refund) -> Refund:
    """Try once more to send a stranded refund to the card; its wallet must have it still.

    Raises NotPossible, UnderDispute, NoCard (409), InsufficientFunds (402)."""
    row, back = _locked(back)
    return send(row, back, "refund_again")


def arrived(attempt_id: int) -> Refund | None:
    """Note that a gateway has delivered a refund; None when it is none of ours."""
    return _heard(attempt_id, "arrived")


def stranded(attempt_id: int, why: str) -> Refund | None:
    """Note that a gateway could not deliver a refund: the money is in the wallet, and the buyer hears what they can do."""
    return _heard(attempt_id, "refund_failed", why)


def _heard(attempt_id: int, event: str, why: str = "") -> Refund | None:
    known = db.session.scalars(select(Refund).where(Refund.attempt_id == attempt_id)).first()
    if known is None:
        return None
    row, back = _locked(known)
    next_step = machine.card_step(back.card, event, row.state)
    if next_step is None or back.attempt_id != attempt_id:
        return back
    back.card, back.why, back.ended_at = next_step.state, why[:WHY_LENGTH], clock.now()
    db.session.flush()
    if "make_good" in next_step.deeds:
        _make_good(row, back)
    record(RefundArrived(back.id) if event == "arrived" else RefundStranded(back.id))
    return back


def _locked(back: Refund) -> tuple[Aftermath, Refund]:
    row = db.session.get(Aftermath, back.aftermath_id)
    ledger.locked([ledger.wallet(row.buyer_id).id, ledger.of_site("revenue", "losses").id])
    fresh = {"populate_existing": True}
    mine = select(Aftermath).where(Aftermath.id == row.id).with_for_update().execution_options(**fresh)
    row = db.session.scalars(mine).one()
    back = select(Refund).where(Refund.id == back.id).with_for_update().execution_options(**fresh)
    return row, db.session.scalars(back).one()


def _make_good(row: Aftermath, back: Refund) -> None:
    """Let a buyer whose bank took back what we refunded already pay the site what it had to add for them."""
    wanted = select(Dispute).where(Dispute.aftermath_id == row.id, Dispute.state != "won", Dispute.from_site > 0)
    dispute = db.session.scalars(wanted.with_for_update()).first()
    if dispute is None:
        return
    wallet, losses = ledger.wallet(row.buyer_id), ledger.of_site("revenue", "losses")
    now = ledger.locked([wallet.id])[wallet.id]
    amount = min(dispute.from_site, back.amount, max(0, now.posted - now.held) if now.frozen_at is None else 0)
    if amount:
        key = f"made_good:{back.public_id}:{back.tries}"
        ledger.move(amount, wallet, losses, reason="correction", key=key, subject=f"{row.source}:{row.source_ref}")
        dispute.from_site, dispute.from_wallet = dispute.from_site - amount, dispute.from_wallet + amount
        db.session.flush()
