"""What carries a withdrawal out of the house: payments, asked in this one place."""

from collections.abc import Iterable
from typing import NamedTuple

from wm.domains.payouts.models import PayoutTarget, Withdrawal


class Standing(NamedTuple):
    """How the gateway stands to a withdrawal: `waits` (it can't be reached), `asked`, or `unknown` (no answer yet)."""

    state: str
    why: str = ""


def carry(withdrawal: Withdrawal, target: PayoutTarget) -> str:
    """Promise, in the present transaction, that the gateway is asked once, under one key; returns the attempt's name."""
    return withdrawal.public_id


def standings(withdrawals: Iterable[Withdrawal]) -> dict[str, Standing]:
    """Return how those stand that are on their way, by their public ids."""
    return {each.public_id: Standing("waits") for each in withdrawals if each.state == "sent"}
