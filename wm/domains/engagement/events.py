"""Facts about what people do with pieces."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class PieceLiked(Fact):
    """Somebody likes a piece who did not before."""

    content_id: int
    person_id: int


@dataclass(frozen=True)
class PieceSaved(Fact):
    """Somebody put a piece into their first collection that holds it."""

    content_id: int
    person_id: int
