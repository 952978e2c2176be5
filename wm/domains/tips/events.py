"""Facts of tips."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class TipGiven(Fact):
    """Somebody gave a creator something."""

    tip_id: int
    from_id: int
    to_id: int
    content_id: int | None


@dataclass(frozen=True)
class TipThanked(Fact):
    """The creator said thank you, in words or with a heart."""

    tip_id: int
    from_id: int
    to_id: int
    content_id: int | None
