"""Facts of rewards."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class EligibilityChanged(Fact):
    """A creator earns rewards from now on, or no longer."""

    person_id: int
    is_eligible: bool


@dataclass(frozen=True)
class CreatorRewarded(Fact):
    """A cycle has paid a creator."""

    share_id: int
    person_id: int
