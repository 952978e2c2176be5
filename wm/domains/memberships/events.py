"""Facts of memberships."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class MembershipStarted(Fact):
    """Somebody has joined, for the first time or again; `number` is the period that began (a trial or a paid one)."""

    membership_id: int
    number: int


@dataclass(frozen=True)
class MembershipRenewed(Fact):
    """A period was paid for."""

    membership_id: int
    number: int


@dataclass(frozen=True)
class MembershipPastDue(Fact):
    """A period could not be paid for, for the `tries`-th time; it is tried again."""

    membership_id: int
    tries: int


@dataclass(frozen=True)
class MembershipEnded(Fact):
    """A membership ended ("cancelled", "unpaid", "refunded", "trial" that nobody paid on, "gone" or "apart") and opens nothing any more."""

    membership_id: int
    why: str


@dataclass(frozen=True)
class PriceChanged(Fact):
    """A tier costs something else; its members are to hear of it before they pay it."""

    tier_id: int
    price_id: int
