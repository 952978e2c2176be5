"""One beat of a film that plays, and what a row of beats says about watching."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

STATES = ("playing", "paused", "ended", "left")
FINISHED_PART = 95
ENOUGH_MS = 10_000
ENOUGH_PART = 0.3
LONGEST_GAP = timedelta(seconds=15)  # beats come every ten seconds; a longer silence is not all watching
NEW_START = timedelta(minutes=30)  # after so much silence, watching starts anew


@dataclass(frozen=True)
class Beat:
    """A player's word at a moment of the server's clock; `viewer` and `person_id` say whose, times in milliseconds."""

    at: datetime
    content_id: int
    viewer: str
    person_id: int | None
    position_ms: int
    duration_ms: int
    state: str

    @property
    def part(self) -> int:
        """How much of the film lies behind, in percent."""
        return min(100, self.position_ms * 100 // self.duration_ms) if self.duration_ms else 0

    @property
    def is_finished(self) -> bool:
        """Whether the film was watched to its end, or to its credits."""
        return self.state == "ended" or self.part >= FINISHED_PART


@dataclass(frozen=True)
class Seen:
    """What has been seen of one viewer and film so far; `views` is how often that counted."""

    last_at: datetime | None = None
    position_ms: int = 0
    is_playing: bool = False
    watched_ms: int = 0
    counted_at: datetime | None = None
    views: int = 0


def after(seen: Seen, beats: Iterable[Beat], window: timedelta) -> Seen:
    """Return what is known after `beats` (in order of time); beats that were seen before change nothing.

    A view is min(10 s, 30 % of the film) of playing between beats, by the server's clock, once per `window`."""
    for beat in beats:
        if seen.last_at is None or beat.at > seen.last_at:
            seen = _counted(_watched(seen, beat), beat, window)
    return seen


def _watched(seen: Seen, beat: Beat) -> Seen:
    silence = beat.at - seen.last_at if seen.last_at else timedelta(0)
    before = 0 if silence > NEW_START else seen.watched_ms
    went_on = seen.is_playing and beat.position_ms > seen.position_ms
    gained = min(silence, LONGEST_GAP) if went_on else timedelta(0)
    return replace(
        seen,
        last_at=beat.at,
        position_ms=beat.position_ms,
        is_playing=beat.state == "playing",
        watched_ms=before + gained // timedelta(milliseconds=1),
    )


def _counted(seen: Seen, beat: Beat, window: timedelta) -> Seen:
    is_enough = seen.watched_ms >= min(ENOUGH_MS, ENOUGH_PART * beat.duration_ms)
    is_new = seen.counted_at is None or beat.at - seen.counted_at >= window
    if not (is_enough and is_new and seen.watched_ms):
        return seen
    return replace(seen, counted_at=beat.at, watched_ms=0, views=seen.views + 1)
