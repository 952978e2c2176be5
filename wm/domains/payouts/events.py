"""Facts of payouts."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class TargetAdded(Fact):
    """A creator's money can go somewhere new, after a while."""

    target_id: int
    person_id: int


@dataclass(frozen=True)
class WithdrawalAsked(Fact):
    """Money is held to be sent."""

    withdrawal_id: int
    person_id: int


@dataclass(frozen=True)
class WithdrawalEnded(Fact):
    """It has arrived, came back, was refused or cancelled."""

    withdrawal_id: int
    person_id: int
    state: str


@dataclass(frozen=True)
class DisputeAnswered(Fact):
    """Somebody of the staff wrote to a creator about what they object to."""

    dispute_id: int
    person_id: int
    public_id: str
