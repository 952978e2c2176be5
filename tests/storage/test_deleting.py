"""The deletion queue: what waits, what goes, what is taken back, and what a store that fails does to it."""

from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import housekeeping, storage
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.storage import FolderStore, store

WEEK = timedelta(days=7)


@pytest.fixture
def lies(app):
    """Lay objects into the store."""

    def put(*keys):
        for key in keys:
            store().put(key, b"bytes")

    return put


def there(prefix=""):
    return list(store().keys(prefix))


def test_what_waits_goes_in_its_time_and_not_before(lies, run_jobs):
    lies("published/gone/a.mp4", "published/gone/b.mp4", "published/stays/a.mp4", "raw/old")
    storage.ask("published/gone/", "film", WEEK, bytes=10)
    storage.ask("raw/old", "original", bytes=5)
    assert storage.deleting.count_waiting() == (2, 15)

    run_jobs()
    assert there() == ["published/gone/a.mp4", "published/gone/b.mp4", "published/stays/a.mp4"]

    clock.shift(WEEK + timedelta(minutes=1))
    run_jobs()
    assert there() == ["published/stays/a.mp4"]
    assert storage.deleting.count_waiting() == (0, 0)


def test_what_is_taken_back_stays_and_what_went_can_not_be(lies, run_jobs):
    lies("raw/one", "raw/two")
    kept, gone = storage.ask("raw/one", "original", WEEK), storage.ask("raw/two", "original")
    storage.take_back(kept.public_id)
    run_jobs()
    clock.shift(WEEK + timedelta(minutes=1))
    run_jobs()

    assert there() == ["raw/one"]
    for row in (kept, gone):
        with pytest.raises(storage.AlreadyGone):
            storage.take_back(row.public_id)


def test_a_store_that_fails_is_asked_again_and_says_why_meanwhile(lies, run_jobs, monkeypatch):
    lies("raw/one", "raw/two")
    row = storage.ask("raw/one", "original")
    db.session.commit()

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "delete", lambda *_: (_ for _ in ()).throw(OSError("the disk is asleep")))
        storage.deleting.work_off()
    db.session.refresh(row)
    assert (row.attempts, row.error, row.waits) == (1, "OSError: the disk is asleep", True)

    clock.shift(timedelta(minutes=11))
    assert storage.deleting.work_off() == 1
    assert there() == ["raw/two"]


def test_what_somebody_uses_after_all_is_left_alone(lies, run_jobs, ada):
    key = published(ada).film.key
    lies(f"published/{key}/film.mp4", "published/NobodysFilmKey0123456789/film.mp4")
    storage.ask(f"published/{key}/", "orphan")
    storage.ask("published/NobodysFilmKey0123456789/", "orphan")

    run_jobs()

    assert there() == [f"published/{key}/film.mp4"]
    assert housekeeping.weighing.waiting() == (0, 0)
