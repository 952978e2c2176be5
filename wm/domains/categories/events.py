"""Facts of the categories."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class MergeAsked(Fact):
    """All pieces of a category are to move into another, and its addresses with them."""

    category_id: int
    into_id: int
