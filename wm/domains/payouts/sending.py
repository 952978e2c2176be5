"""Sending: handed to the gateways once and under one key for ever, and what they say of it."""

from datetime import timedelta

from sqlalchemy import select

from wm.domains import earnings, factors, ledger
from wm.domains.payouts import policy
from wm.domains.payouts.carrier import carry, standings
from wm.domains.payouts.models import PayoutTarget, Withdrawal
from wm.domains.payouts.withdrawals import close, end, locked
from wm.kernel import clock
from wm.kernel.db import db

PATIENCE = timedelta(minutes=15)


def due(limit: int = 200) -> list[str]:
    """Return the public ids of withdrawals that wait to be handed over and may be, oldest first."""
    waiting = Withdrawal.state.in_(("requested", "approved")), Withdrawal.sends_at <= clock.now()
    return list(db.session.scalars(select(Withdrawal.public_id).where(*waiting).order_by(Withdrawal.id).limit(limit)))


def waiting_long() -> list[Withdrawal]:
    """Return what was handed over a while ago and whose gateway can't be reached."""
    sent = Withdrawal.state == "sent", Withdrawal.sent_at < clock.now() - PATIENCE
    found = list(db.session.scalars(select(Withdrawal).where(*sent).order_by(Withdrawal.id).limit(500)))
    stands = standings(found)
    return [each for each in found if each.public_id in stands and stands[each.public_id].state == "waits"]


def dispatch(public_id: str) -> Withdrawal:
    """Hand a withdrawal over, if it may go now; a second time does nothing.

    What stood against it when it was asked for is looked at again: money that is under a case stays."""
    withdrawal = locked(public_id)
    if withdrawal.state not in ("requested", "approved") or withdrawal.sends_at > clock.now():
        return withdrawal
    if rests_until := factors.rests_until(withdrawal.person_id):
        withdrawal.sends_at = rests_until
        return withdrawal
    if policy.stops(withdrawal.person_id):
        return _set_aside(withdrawal)
    target = db.session.get(PayoutTarget, withdrawal.target_id)
    withdrawal.attempt_ref, withdrawal.state = carry(withdrawal, target), "approved"
    if withdrawal.attempt_ref:
        withdrawal.state, withdrawal.sent_at = "sent", clock.now()
    db.session.flush()
    return withdrawal


def _set_aside(withdrawal: Withdrawal) -> Withdrawal:
    withdrawal.state, withdrawal.flags = "review", ",".join(sorted({*withdrawal.flags.split(",")} - {""} | {"case"}))
    words = "A withdrawal was stopped on its way out: the account is frozen or under a case."
    ledger.open_case("withdrawal", withdrawal.subject, words, owner_id=withdrawal.person_id)
    db.session.flush()
    return withdrawal


def arrived(public_id: str, gateway: str) -> Withdrawal:
    """Write down that the money has arrived: what was held goes out of the books. Once more does nothing."""
    clearing = ledger.of_site("clearing", gateway)
    withdrawal = locked(public_id, clearing)
    if not withdrawal.is_open:
        return _contradicted(withdrawal, "settled", f"{gateway} says that it has arrived")
    available = earnings.available_of(withdrawal.person_id)
    line = ledger.Line("payout", available, clearing, withdrawal.amount)
    ledger.settle(withdrawal.hold_key, line, subject=withdrawal.subject)
    return close(withdrawal, "settled")


def failed(public_id: str, why: str) -> Withdrawal:
    """Write down that it has not gone out, for good: what was held is available again. Once more does nothing."""
    withdrawal = locked(public_id)
    if withdrawal.is_open:
        return end(withdrawal, "bounced", why)
    return _contradicted(withdrawal, "bounced", f"the gateway says that it has not gone out: {why}")


def came_back(public_id: str, gateway: str, why: str) -> Withdrawal:
    """Write down that the bank sent back what had arrived: it is available again. Once more does nothing."""
    clearing = ledger.of_site("clearing", gateway)
    withdrawal = locked(public_id, clearing)
    if withdrawal.is_open:
        return end(withdrawal, "bounced", why)
    if withdrawal.state != "settled":
        return _contradicted(withdrawal, "bounced", f"{gateway} says that it came back: {why}")
    available, key = earnings.available_of(withdrawal.person_id), f"returned:{withdrawal.hold_key}"
    ledger.move(withdrawal.amount, clearing, available, reason="payout_returned", key=key, subject=withdrawal.subject)
    return close(withdrawal, "bounced", why)


def _contradicted(withdrawal: Withdrawal, said: str, words: str) -> Withdrawal:
    """Let people look at it when the gateway says something else than what was decided here by hand."""
    if withdrawal.state != said:
        sentence = f"This withdrawal is {withdrawal.state} here, but {words}"
        ledger.open_case("payout", withdrawal.subject, sentence, owner_id=withdrawal.person_id)
    return withdrawal
