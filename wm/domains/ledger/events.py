"""Facts of the books."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class BooksDiffer(Fact):
    """A reading of the books has found something wrong; a case is open for each finding."""

    proof_id: int


@dataclass(frozen=True)
class ReadingAsked(Fact):
    """Somebody of the staff wants the books to be read now."""
