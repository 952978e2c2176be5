"""What carries a withdrawal out of the house: payments, asked in this one place and under one key for ever."""

from collections.abc import Iterable
from typing import NamedTuple

from wm.domains import payments
from wm.domains.payouts.models import PayoutTarget, Withdrawal
from wm.kernel.sealing import unseal

TAKES = {"bank": ("bank", "sandbox"), "sandbox": ("sandbox",), "stripe": ("stripe",)}  # what can carry which account
WORDS = {"created": "waits", "unknown": "unknown"}


class Standing(NamedTuple):
    """How the gateway stands to a withdrawal: `waits` (it can't be reached), `asked`, or `unknown` (no answer yet)."""

    state: str
    gateway: str = ""


def carry(withdrawal: Withdrawal, target: PayoutTarget) -> str:
    """Promise, in the present transaction, that a gateway is asked to pay; returns the attempt's name.

    Nothing is asked, and "" returned, while this site uses no gateway that can."""
    gateway = _gateway(target.way)
    if gateway is None:
        return ""
    asked = {"key": withdrawal.hold_key, "gateway": gateway, "purpose_ref": withdrawal.public_id}
    return payments.payout(withdrawal.person_id, withdrawal.amount, unseal(target.sealed), **asked).public_id


def ways() -> list[str]:
    """Return what kinds of account money can be sent to here."""
    return [way for way in TAKES if _gateway(way) is not None]


def _gateway(way: str) -> str | None:
    there = {each.name for each in payments.offered() if each.pays_out}
    return next((name for name in TAKES[way] if name in there), None)


def standings(withdrawals: Iterable[Withdrawal]) -> dict[str, Standing]:
    """Return how those stand that are on their way, by their public ids."""
    sent = {f"payment:{each.attempt_ref}": each.public_id for each in withdrawals if each.attempt_ref and each.is_open}
    found = payments.of_subjects(sent)
    return {sent[subject]: _standing(attempt) for subject, attempt in found.items()}


def _standing(attempt: payments.PaymentAttempt) -> Standing:
    is_new = attempt.state == "created" and not attempt.tries
    return Standing("asked" if is_new else WORDS.get(attempt.state, "asked"), attempt.gateway)


def carried_by(withdrawal: Withdrawal) -> str:
    """Return the name of the gateway that carries it, "" before it is handed over."""
    subject = f"payment:{withdrawal.attempt_ref}"
    found = payments.of_subjects([subject]) if withdrawal.attempt_ref else {}
    return found[subject].gateway if subject in found else ""
