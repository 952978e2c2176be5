"""Trending: what is done with young pieces, the older the less; one list a minute for everybody."""

from datetime import UTC, datetime, timedelta

from wm.domains import content
from wm.domains.content import Content
from wm.domains.discovery.choosing import ALL, PAGE, Choice, Shown, cut, features
from wm.domains.discovery.ranking import Candidate, deeds
from wm.kernel import cache, clock
from wm.kernel.paging import decode

LONGEST, LOOKED_AT = 300, 1000
MINUTE, SNAPSHOT_SECONDS = 60, 1800
WINDOWS = {  # how far back we look, and after how long half of it is gone
    "hour": (timedelta(days=1), timedelta(hours=1)),
    "day": (timedelta(days=7), timedelta(hours=12)),
    "week": (timedelta(days=30), timedelta(days=3)),
}


def trending(viewer, window: str, cursor: str | None = None, choice: Choice = ALL, size: int = PAGE) -> Shown:
    """Return a page of what is talked of most in `window`, one of WINDOWS, the older the less."""
    moment, place = decode(cursor, int, int) or (_minute(), 0)
    return cut(trending_ids(window, moment), viewer, choice, moment, place, size)


def trending_ids(window: str, moment: int | None = None) -> list[int]:
    """Return the ids of what trends for everybody as of `moment` (epoch seconds), best first."""
    moment = moment or _minute()
    key = f"trending:{window}:{moment}"
    return cache.through(key, SNAPSHOT_SECONDS, lambda: _trending(window, moment))


def _minute() -> int:
    return int(clock.now().timestamp()) // MINUTE * MINUTE + MINUTE


def _trending(window: str, moment: int) -> list[int]:
    reach, half = WINDOWS[window]
    now = datetime.fromtimestamp(moment, UTC)
    recent = content.listed().where(Content.published_at > now - reach, Content.published_at <= now)
    recent = recent.order_by(Content.published_at.desc(), Content.id.desc()).limit(LOOKED_AT).subquery()

    def heat(piece: Candidate) -> float:
        return (1 + 0.1 * piece.views + deeds(piece)) * 0.5 ** ((now - piece.published_at) / half)

    found = sorted(features(recent), key=lambda piece: (-heat(piece), -piece.id))
    return [piece.id for piece in found[:LONGEST]]
