"""The deletion queue: what goes is written down first, waits where it should, and is worked off in small portions."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select

from wm.domains.storage.models import REASON_LENGTH, STORED_LENGTH, Deletion, StoredPlace
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.errors import NotFound, NotNow
from wm.kernel.paging import Page, cut, decode
from wm.kernel.storage import store

WORK_OFF = "storage.work_off"
PORTION, PAGE, KEPT_DAYS = 50, 30, 30
LATER = timedelta(minutes=10)


class AlreadyGone(NotNow):
    code = "already_gone"
    message = "These files are gone already and can't be brought back."


def ask(place: str, reason: str, wait: timedelta = timedelta(0), **known: Any) -> Deletion:
    """Promise, in the present transaction, that `place` (a key, or a folder ending in /) goes after `wait`.

    `known`: subject, bytes (else what the last walk counted there), undo (a dict of what has to be put back)."""
    undo = json.dumps(known.pop("undo", {}))
    known = known if "bytes" in known else known | {"bytes": _counted(place)}
    row = Deletion(place=place, reason=reason, due_at=clock.now() + wait, undo=undo, **known)
    db.session.add(row)
    db.session.flush()
    _promise(row)
    return row


def _counted(place: str) -> int:
    row = db.session.get(StoredPlace, place.rstrip("/")[:STORED_LENGTH])
    return row.bytes if row else 0


def _promise(row: Deletion) -> None:
    key = f"{WORK_OFF}:{row.public_id}:{row.due_at.timestamp():.0f}"
    job.enqueue(WORK_OFF, subject=row.public_id, run_at=row.due_at, key=key, at=row.place)


def hasten(place: str) -> bool:
    """Let what waits at `place` go now, whatever its day was; whether anything waits there."""
    rows = db.session.scalars(select(Deletion).where(Deletion.place == place, *_waits())).all()
    for row in rows:
        row.due_at = min(row.due_at, clock.now())
        _promise(row)
    return bool(rows)


def work_off(
    needed: Callable[[Deletion], bool] = lambda row: False,
    gone: Callable[[Deletion], None] = lambda row: None,
    at: str = "",
    most: int = PORTION,
) -> int:
    """Delete what is due, one by one, and return how many went: what lies `at` a place, then at most so many others. Commits.

    `needed` says of a row whether somebody uses its place after all, `gone` hears of what went, in the same transaction."""
    count = 0
    for number in dict.fromkeys([*_due(PORTION, Deletion.place == at), *_due(most)]):
        count += _delete(number, needed, gone)
    return count


def _waits() -> tuple:
    return Deletion.done_at.is_(None), Deletion.taken_back_at.is_(None)


def _due(most: int, *which) -> list[int]:
    with transaction():
        wanted = select(Deletion.id).where(*which, *_waits(), Deletion.due_at <= clock.now())
        return list(db.session.scalars(wanted.order_by(Deletion.due_at).limit(most)))


def _delete(number: int, needed: Callable, gone: Callable) -> bool:
    with transaction():
        row = _locked(Deletion.id == number)
        if row is None or not row.waits or row.due_at > clock.now():
            return False
        if needed(row):
            row.taken_back_at = clock.now()
            return False
        row.attempts += 1
        place = row.place
        row.due_at = clock.now() + LATER * row.attempts  # when this try fails; nobody else takes it meanwhile
    error = _tried(place)
    with transaction():
        row = _locked(Deletion.id == number)
        row.error, row.done_at = error, None if error else clock.now()
        if not error:
            _uncount(row.place)
            gone(row)
    return not error


def _uncount(place: str) -> None:
    """Let the totals of the last walk know that nothing lies there any more."""
    db.session.execute(delete(StoredPlace).where(StoredPlace.place == place.rstrip("/")[:STORED_LENGTH]))


def _tried(place: str) -> str:
    try:
        store().delete_prefix(place) if place.endswith("/") else store().delete(place)
    except Exception as error:  # whatever the store said: it is tried again, and shown meanwhile
        return f"{type(error).__name__}: {error}"[:REASON_LENGTH]
    return ""


def _locked(*which) -> Deletion | None:
    return db.session.scalars(select(Deletion).where(*which).with_for_update()).first()


def take_back(public_id: str) -> Deletion:
    """Let something stay after all. Raises NotFound (404), AlreadyGone (409)."""
    row = _locked(Deletion.public_id == public_id)
    if row is None:
        raise NotFound()
    if not row.waits or row.attempts:
        raise AlreadyGone()
    row.taken_back_at = clock.now()
    return row


def of_subject(subject: str) -> list[Deletion]:
    """Return what waits because of one thing."""
    mine = select(Deletion).where(Deletion.subject == subject, *_waits())
    return list(db.session.scalars(mine.order_by(Deletion.id)))


def promised(places: Iterable[str]) -> set[str]:
    """Return which of these places wait to be deleted."""
    return set(db.session.scalars(select(Deletion.place).where(Deletion.place.in_(list(places)), *_waits())))


def waiting(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what waits to be deleted, newest first."""
    wanted = select(Deletion).where(*_waits())
    if place := decode(cursor, int):
        wanted = wanted.where(Deletion.id < place[0])
    rows = db.session.scalars(wanted.order_by(Deletion.id.desc()).limit(size + 1)).all()
    return cut(rows, size, lambda row: (row.id,))


def count_waiting() -> tuple[int, int]:
    """Return how much waits to be deleted: (places, bytes)."""
    return _sums(*_waits())


def count_gone(days: int = KEPT_DAYS) -> tuple[int, int]:
    """Return how much went in the last days, as far as it is remembered: (places, bytes)."""
    return _sums(Deletion.done_at > clock.now() - timedelta(days=days))


def count_refused() -> int:
    """Return how many places the store has refused to let go of, so that they are tried again."""
    return _sums(*_waits(), Deletion.error != "")[0]


def _sums(*which) -> tuple[int, int]:
    found = db.session.execute(select(func.count(), func.coalesce(func.sum(Deletion.bytes), 0)).where(*which)).one()
    return int(found[0]), int(found[1])


def forget_old() -> None:
    """Forget what went, or was taken back, a month ago."""
    ended = func.coalesce(Deletion.done_at, Deletion.taken_back_at) < clock.now() - timedelta(days=KEPT_DAYS)
    db.session.query(Deletion).filter(ended).delete(synchronize_session=False)
