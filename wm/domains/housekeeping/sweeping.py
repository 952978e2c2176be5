"""The nightly walk through the store and the rows beside it: what is astray on either side, and how much lies where.

Nothing young is touched. What nobody knows goes into the deletion queue when it was seen so on two nights in a row."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import NamedTuple

from sqlalchemy import delete, select

from wm.domains import media, storage, uploads
from wm.domains.housekeeping.knowing import ASKED, kind, known, unit
from wm.domains.storage import StoredPlace, Stray, Sweep
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

YOUNG, A_NIGHT = timedelta(hours=24), timedelta(hours=18)
PORTION = 200


class Found(NamedTuple):
    """One place as the walk found it."""

    place: str
    bytes: int
    objects: int
    changed: datetime


def sweep() -> int:
    """Walk once, write a report, and return its row. Commits portion by portion."""
    with transaction():
        report = Sweep(began_at=clock.now(), objects=0, bytes=0, strays=0, stray_bytes=0, missing=0, drafts=0, queued=0)
        db.session.add(report)
        db.session.flush()
        number, began = report.id, report.began_at
    places = _places()
    while some := list(islice(places, PORTION)):
        _note(number, began, some)
    _look_for_missing(number, began)
    _conclude(number, began)
    _end_drafts(number, began)
    return number


def _places() -> Iterator[Found]:
    """Yield each place with what lies there; keys come in order, so those of a place come together."""
    for place, entries in groupby(store().entries(""), key=lambda entry: unit(entry.key)):
        each = list(entries)
        yield Found(place, sum(one.size for one in each), len(each), max(one.modified for one in each))


def _note(number: int, began: datetime, some: list[Found]) -> None:
    with transaction():
        report, sure = db.session.get(Sweep, number), known(found.place for found in some)
        for found in some:
            _count(report, found, began)
            if found.place not in sure and found.changed < began - YOUNG:
                report.strays, report.stray_bytes = report.strays + 1, report.stray_bytes + found.bytes
                report.queued += _astray(found.place, "object", found.bytes, began)


def _count(report: Sweep, found: Found, now: datetime) -> None:
    report.objects, report.bytes = report.objects + found.objects, report.bytes + found.bytes
    values = {"kind": kind(found.place), "bytes": found.bytes, "objects": found.objects, "counted_at": now}
    db.session.merge(StoredPlace(place=found.place.rstrip("/")[:80], **values))


def _astray(place: str, what: str, size: int, now: datetime) -> bool:
    """Remember a stray; one that was seen on an earlier night goes into the deletion queue. Returns whether it does."""
    row = db.session.get(Stray, place) or Stray(place=place, what=what, first_seen=now)
    row.bytes, row.last_seen = size, now
    db.session.add(row)
    is_old = what == "object" and row.first_seen <= now - A_NIGHT and kind(place) in ASKED
    if is_old:
        storage.ask(place, "orphan", bytes=size)
    return is_old


def _look_for_missing(number: int, began: datetime) -> None:
    """Look at rows that say that something lies in the store."""
    film, upload = media.Film, uploads.Upload
    old = began - YOUNG
    films = select(film.id, film.key).where(media.plays(), film.created_at < old)
    sent = select(upload.id, upload.public_id).where(upload.state == "complete", upload.ended_at < old)
    for rows, top, column in ((films, "published", film.id), (sent, "raw", upload.id)):
        last = 0
        while some := _page(rows.where(column > last).order_by(column)):
            last = some[-1][0]
            _note_missing(number, began, [f"{top}/{name}" for _, name in some])


def _page(rows) -> list:
    with transaction():
        return [tuple(row) for row in db.session.execute(rows.limit(PORTION))]


def _note_missing(number: int, began: datetime, places: list[str]) -> None:
    with transaction():
        there = select(StoredPlace.place).where(StoredPlace.place.in_(places), StoredPlace.counted_at >= began)
        for place in sorted(set(places) - set(db.session.scalars(there))):
            _astray(place, "row", 0, began)
            db.session.get(Sweep, number).missing += 1


def _end_drafts(number: int, began: datetime) -> None:
    """End writes in parts that were begun a day ago and that no upload waits for."""
    for draft in list(store().drafts()):
        with transaction():
            waits = uploads.Upload.state == "receiving", uploads.Upload.multipart == draft.ref
            is_ours = db.session.scalar(select(uploads.Upload.id).where(*waits).limit(1)) is not None
            if not is_ours and draft.begun < began - YOUNG:
                store().abort(draft.key, draft.ref)
                db.session.get(Sweep, number).drafts += 1


def _conclude(number: int, began: datetime) -> None:
    with transaction():
        db.session.execute(delete(StoredPlace).where(StoredPlace.counted_at < began))
        db.session.execute(delete(Stray).where(Stray.last_seen < began))
        db.session.get(Sweep, number).done_at = clock.now()


def latest() -> Sweep | None:
    """Return the newest report that is complete."""
    return db.session.scalars(
        select(Sweep).where(Sweep.done_at.is_not(None)).order_by(Sweep.id.desc()).limit(1)
    ).first()


def strays(limit: int = 50) -> list[Stray]:
    """Return what is astray now, the largest first."""
    return list(db.session.scalars(select(Stray).order_by(Stray.bytes.desc(), Stray.place).limit(limit)))
