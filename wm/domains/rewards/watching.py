"""What beats say of real watching: never more than the clock on the wall, for one viewer over all films together.

A beat is a player's word, so nothing of it is believed but that it came, when it came (Redis's clock says that), and how
far the film stood. Between two beats of a playing film counts the shortest of: the time between them, what of that time was
not counted for another film, LONGEST_GAP, and how far the film moved."""

from datetime import datetime, timedelta

from wm.domains.rewards.models import MILESTONES, Progress, WatchClock

LONGEST_GAP = timedelta(seconds=15)  # beats come every ten seconds
START = 30
HALF, END = 50, 95  # per cent
FILM_MOST = 3600  # seconds of one film that can bring points
DAY_MOST = 12 * 3600 * 1000  # milliseconds that one viewer's day can bring
MS = timedelta(milliseconds=1)


def went_on(progress: Progress, clock: WatchClock, beat) -> int:
    """Take in one beat and return the milliseconds that it adds; one that is not newer than the last adds nothing."""
    if progress.last_at is not None and beat.at <= progress.last_at:
        return 0
    gained = _room(clock, beat.at, _gained(progress, clock, beat))
    progress.watched_ms += gained
    progress.last_at, progress.position_ms = beat.at, beat.position_ms
    progress.is_playing = beat.state == "playing"
    clock.day_ms += gained
    clock.until = max(clock.until, beat.at) if gained else clock.until
    return gained


def _gained(progress: Progress, clock: WatchClock, beat) -> int:
    moved = beat.position_ms - progress.position_ms
    if progress.last_at is None or not progress.is_playing or moved <= 0:
        return 0
    since = max(progress.last_at, clock.until)
    return max(0, min((beat.at - since) // MS, LONGEST_GAP // MS, moved))


def _room(clock: WatchClock, at: datetime, gained: int) -> int:
    """Return how much of it the viewer's day still takes; a new day begins with nothing counted."""
    if at.date() > clock.day:
        clock.day, clock.day_ms = at.date(), 0
    return max(0, min(gained, DAY_MOST - clock.day_ms))


def thresholds(duration_ms: int) -> dict[str, int]:
    """Return after how many milliseconds of watching a film of that length reaches each milestone."""
    half, end = duration_ms * HALF // 100, duration_ms * END // 100
    return {"start": min(START * 1000, half), "half": half, "end": end}


def points(duration_ms: int) -> dict[str, int]:
    """Return what each milestone brings: the seconds watched since the one before, of at most FILM_MOST of a film."""
    before, told = 0, {}
    for name, needed in thresholds(min(duration_ms, FILM_MOST * 1000)).items():
        told[name], before = max(0, needed // 1000 - before), max(before, needed // 1000)
    return told


def reached(before_ms: int, after_ms: int, duration_ms: int) -> list[str]:
    """Return the milestones that lie between two lengths of watching."""
    needed = thresholds(duration_ms)
    return [name for name in MILESTONES if before_ms < needed[name] <= after_ms]
