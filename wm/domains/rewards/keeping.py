"""Keeping beats as real watching, and writing down the milestones that it reaches."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, tuple_

from wm.domains import people
from wm.domains.content import Content
from wm.domains.media import Film
from wm.domains.rewards import watching
from wm.domains.rewards.models import Milestone, Progress, Standing, WatchClock
from wm.domains.rewards.rules import needed
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates

GROWN_UP = timedelta(days=1)  # younger accounts bring nothing
FORGET_AT_ONCE = 2000


def keep(beats: Iterable[Any]) -> int:
    """Keep `beats` (of the room of engagement) as watching; returns how many milestones they reach.

    Only people who are signed in count, and only films that are long enough and somebody else's. The same beats once
    more add nothing, whoever kept them first."""
    said = sorted((beat for beat in beats if beat.person_id is not None), key=lambda beat: beat.at)
    films = _long_films({beat.content_id for beat in said})
    said = [beat for beat in said if beat.content_id in films and films[beat.content_id].person_id != beat.person_id]
    if not said:
        return 0
    clocks, progress = _clocks(said), _progress(said)
    found = []
    for beat in said:
        row, film = progress[beat.person_id, beat.content_id, period_of(beat.at)], films[beat.content_id]
        before = row.watched_ms
        watching.went_on(row, clocks[beat.person_id], beat)
        names = watching.reached(before, row.watched_ms, film.duration_ms)
        found += [_milestone(name, film, beat) for name in names]
    db.session.flush()
    return _write(found)


def period_of(moment: datetime) -> str:
    """Return the month in which a milestone counts once: 2026-11."""
    return f"{moment:%Y-%m}"


def _long_films(content_ids: set[int]) -> dict[int, Any]:
    """Return (id, person_id, duration_ms) of those that are films, out, and long enough to be rewarded."""
    if not content_ids:
        return {}
    shortest = needed().long_seconds * 1000
    wanted = select(Content.id, Content.person_id, Film.duration_ms).join(Film, Film.id == Content.film_id)
    out = Content.state == "published", Film.duration_ms >= shortest, Content.id.in_(content_ids)
    return {row.id: row for row in db.session.execute(wanted.where(*out))}


def _clocks(beats: list) -> dict[int, WatchClock]:
    firsts: dict[int, datetime] = {}
    for beat in beats:
        firsts.setdefault(beat.person_id, beat.at)
    rows = [{"person_id": each, "until": at, "day": at.date(), "day_ms": 0} for each, at in sorted(firsts.items())]
    db.session.execute(ignoring_duplicates(insert(WatchClock)), rows)
    wanted = select(WatchClock).where(WatchClock.person_id.in_(firsts)).order_by(WatchClock.person_id)
    return {row.person_id: row for row in db.session.scalars(_fresh(wanted))}


def _progress(beats: list) -> dict[tuple[int, int, str], Progress]:
    keys = sorted({(beat.person_id, beat.content_id, period_of(beat.at)) for beat in beats})
    empty = {"watched_ms": 0, "position_ms": 0, "is_playing": False, "last_at": None}
    names = "person_id", "content_id", "period"
    db.session.execute(
        ignoring_duplicates(insert(Progress)), [dict(zip(names, key, strict=True)) | empty for key in keys]
    )
    columns = tuple_(Progress.person_id, Progress.content_id, Progress.period)
    wanted = select(Progress).where(columns.in_(keys)).order_by(Progress.id)
    return {(row.person_id, row.content_id, row.period): row for row in db.session.scalars(_fresh(wanted))}


def _fresh(wanted):
    return wanted.with_for_update().execution_options(populate_existing=True)


def _milestone(name: str, film, beat) -> dict:
    who = {"person_id": beat.person_id, "content_id": film.id, "creator_id": film.person_id}
    return who | {
        "name": name,
        "period": period_of(beat.at),
        "points": watching.points(film.duration_ms)[name],
        "reached_at": beat.at,
    }


def _write(found: list[dict]) -> int:
    if not found:
        return 0
    eligible = _eligible({each["creator_id"] for each in found})
    viewers = people.by_ids(each["person_id"] for each in found)
    for each in found:
        viewer = viewers.get(each["person_id"])
        is_young = viewer is None or each["reached_at"] - viewer.created_at < GROWN_UP
        each["refused"] = "creator" if each["creator_id"] not in eligible else "young" if is_young else ""
    db.session.execute(ignoring_duplicates(insert(Milestone)), found)
    return len(found)


def _eligible(creator_ids: set[int]) -> set[int]:
    wanted = select(Standing.person_id).where(Standing.person_id.in_(creator_ids), Standing.is_eligible)
    return set(db.session.scalars(wanted))


def forget_old() -> int:
    """Forget the watching of months that are over, so many at a time; milestones stay. Returns how many."""
    old = select(Progress.id).where(Progress.period < period_of(clock.now() - timedelta(days=7)))
    chosen = list(db.session.scalars(old.order_by(Progress.period, Progress.id).limit(FORGET_AT_ONCE)))
    if chosen:
        db.session.execute(delete(Progress).where(Progress.id.in_(chosen)))
    return len(chosen)
