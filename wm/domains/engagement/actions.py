"""What becomes of beats: places in films, and views; and a person's history in that person's hands."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, tuple_

from wm.domains import content, people
from wm.domains.engagement.audience import window
from wm.domains.engagement.beats import Beat, Seen, after
from wm.domains.engagement.merging import merge
from wm.domains.engagement.models import View, Watch
from wm.domains.engagement.pausing import pauses
from wm.kernel import clock
from wm.kernel.db import db

FORGET_AT_ONCE = 2000


def keep(beats: Iterable[Beat]) -> int:
    """Keep `beats` as places and views; returns the number of new views. Keeping the same beats again adds nothing."""
    in_time = sorted(_of_what_exists(list(beats)), key=lambda beat: beat.at)
    paused = pauses({beat.person_id for beat in in_time} - {None})
    kept = [beat for beat in in_time if _leaves_a_place(beat, paused)]
    _keep_places(kept)
    content.courses.watched((beat.person_id, beat.content_id) for beat in kept if beat.is_finished)
    return _keep_views(in_time)


def _leaves_a_place(beat: Beat, paused: dict[int, datetime]) -> bool:
    """Whether somebody's history keeps it: a person's does, unless it is paused."""
    since = paused.get(beat.person_id)
    return beat.person_id is not None and (since is None or beat.at < since)


def _of_what_exists(beats: list[Beat]) -> list[Beat]:
    """Leave out films and people that were deleted while their beats waited."""
    films = _existing(content.Content, {beat.content_id for beat in beats})
    persons = _existing(people.Person, {beat.person_id for beat in beats} - {None}) | {None}
    return [beat for beat in beats if beat.content_id in films and beat.person_id in persons]


def _existing(model, ids: set[int]) -> set[int]:
    return set(db.session.scalars(select(model.id).where(model.id.in_(ids)))) if ids else set()


def _keep_places(beats: list[Beat]) -> None:
    last = {(beat.person_id, beat.content_id): beat for beat in beats}
    chosen = tuple_(Watch.person_id, Watch.content_id).in_(sorted(last))
    known = select(Watch.person_id, Watch.content_id, Watch.updated_at).where(chosen).with_for_update()
    newer = {(row[0], row[1]) for row in db.session.execute(known) if row[2] >= last[row[0], row[1]].at} if last else ()
    merge(Watch, [_place(last[key]) for key in sorted(last) if key not in newer], unique=("person_id", "content_id"))


def _place(beat: Beat) -> dict:
    return {
        "person_id": beat.person_id,
        "content_id": beat.content_id,
        "position_ms": beat.position_ms,
        "part": beat.part,
        "finished": beat.is_finished,
        "updated_at": beat.at,
    }


def _keep_views(beats: list[Beat]) -> int:
    said = defaultdict(list)
    for beat in beats:
        said[beat.content_id, beat.viewer].append(beat)
    before = _seen(sorted(said))
    now = {key: after(before.get(key, Seen()), said[key], window()) for key in sorted(said)}
    merge(View, [_view(key, seen) for key, seen in now.items()], unique=("content_id", "viewer"))
    counts = defaultdict(int)
    for (content_id, _), seen in now.items():
        counts[content_id] += seen.views
    content.add_views({content_id: number for content_id, number in counts.items() if number})
    return sum(counts.values())


def _seen(keys: list[tuple[int, str]]) -> dict[tuple[int, str], Seen]:
    if not keys:
        return {}
    rows = db.session.scalars(
        select(View)
        .where(tuple_(View.content_id, View.viewer).in_(keys))
        .order_by(View.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {
        (row.content_id, row.viewer): Seen(row.last_at, row.position_ms, row.is_playing, row.watched_ms, row.counted_at)
        for row in rows
    }


def _view(key: tuple[int, str], seen: Seen) -> dict:
    return {
        "content_id": key[0],
        "viewer": key[1],
        "position_ms": seen.position_ms,
        "is_playing": seen.is_playing,
        "watched_ms": seen.watched_ms,
        "last_at": seen.last_at,
        "counted_at": seen.counted_at,
    }


def forget_old_views() -> int:
    """Forget viewers whose window is over, so many at a time; returns how many."""
    old = select(View.id).where(View.last_at < clock.now() - window()).order_by(View.last_at).limit(FORGET_AT_ONCE)
    chosen = list(db.session.scalars(old))
    if chosen:
        db.session.execute(delete(View).where(View.id.in_(chosen)))
    return len(chosen)


def forget(person, shown: content.Content) -> Watch | None:
    """Take a film out of a person's history; returns what `restore` needs to bring it back."""
    mine = Watch.person_id == person.id, Watch.content_id == shown.id
    row = db.session.scalars(select(Watch).where(*mine)).first()
    if row is not None:
        db.session.execute(delete(Watch).where(*mine))
        db.session.expunge(row)
    return row


def restore(person, shown: content.Content, position_ms: int) -> None:
    """Put a film back into a person's history, as watched just now up to `position_ms`."""
    length = shown.film.duration_ms if shown.film else 0
    position = max(0, min(position_ms, length))
    beat = Beat(clock.now(), shown.id, "", person.id, position, length, "paused")
    merge(Watch, [_place(beat)], unique=("person_id", "content_id"))


def clear_history(person) -> int:
    """Forget everything that a person watched; returns how many films that were."""
    return db.session.execute(delete(Watch).where(Watch.person_id == person.id)).rowcount
