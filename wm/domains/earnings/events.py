"""Facts of earnings."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class EarningCredited(Fact):
    """Somebody has paid for a creator's work; it waits to be settled."""

    earning_id: int
    seller_id: int
    source: str


@dataclass(frozen=True)
class EarningReturned(Fact):
    """Some of it, or all, went back."""

    earning_id: int
    seller_id: int
    amount: int


@dataclass(frozen=True)
class ReserveSet(Fact):
    """A part of what settles for a creator rests from now on, or nothing more does."""

    plan_id: int
    seller_id: int
    basis_points: int
