"""Facts of the content domain."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class ContentPublished(Fact):
    """A piece is out, for those whom its visibility names."""

    content_id: int


@dataclass(frozen=True)
class ContentEdited(Fact):
    """What a published piece says has changed."""

    content_id: int


@dataclass(frozen=True)
class ContentRemoved(Fact):
    """Its maker took a piece away; it can come back."""

    content_id: int


@dataclass(frozen=True)
class VersionAdded(Fact):
    """A published resource has a newer file than those who have it know."""

    content_id: int
    version_id: int


@dataclass(frozen=True)
class FilmReplaced(Fact):
    """A film made anew plays in the place of the one before, which began `began_ms` after its file did."""

    content_id: int
    film_id: int
    began_ms: int
