"""Facts of the media domain."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class FilmPlayable(Fact):
    """The lowest rung has been published: the film can be watched from now on."""

    film_id: int


@dataclass(frozen=True)
class FilmReady(Fact):
    """Everything has been published: all rungs, the progressive file and the storyboard."""

    film_id: int


@dataclass(frozen=True)
class FilmFailed(Fact):
    """The film can't be watched; its row says why, in words for its creator."""

    film_id: int
