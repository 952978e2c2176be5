"""Facts of the graph. Whom somebody mutes is told to nobody but caches."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class PersonFollowed(Fact):
    """Somebody wants to hear of what another publishes."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class PersonUnfollowed(Fact):
    """Somebody does not want that any more, or a block has ended it."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class PersonBlocked(Fact):
    """From here on the two do not see each other."""

    blocker_id: int
    blocked_id: int


@dataclass(frozen=True)
class PersonUnblocked(Fact):
    """One of the blocks between the two is gone; the other may stand."""

    blocker_id: int
    blocked_id: int


@dataclass(frozen=True)
class PersonMuted(Fact):
    """Somebody keeps another out of feeds and notifications."""

    muter_id: int
    muted_id: int


@dataclass(frozen=True)
class PersonUnmuted(Fact):
    """Somebody lets another back into feeds and notifications."""

    muter_id: int
    muted_id: int
