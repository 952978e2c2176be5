"""The nightly walk: what nobody knows, what is missing, and nothing that is young or somebody's."""

from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import housekeeping, storage, uploads
from wm.domains.housekeeping import sweeping
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

NIGHT = timedelta(hours=24)
STRAY = "published/NobodysFilmKey0123456789/"


def lay(*keys):
    for key in keys:
        store().put(key, b"four")


def walk():
    db.session.commit()
    number = sweeping.sweep()
    db.session.expire_all()
    return db.session.get(storage.Sweep, number)


@pytest.fixture
def house(any_store, ada):
    """A film with its files and its original, and things that nobody knows; two days later."""
    piece = published(ada)
    upload = uploads.begin(ada.id, 4, {"filename": "a.mp4"})
    upload.state, upload.received, upload.ended_at = "complete", 4, clock.now()
    piece.film.upload_id = upload.id
    waiting = uploads.begin(ada.id, 40, {"filename": "b.mp4"})
    waiting.multipart = store().begin(waiting.key)
    store().begin("raw/nobodys")
    key = piece.film.key
    lay(f"published/{key}/master.m3u8", f"published/{key}/v360.mp4", upload.key)
    lay(f"{STRAY}master.m3u8", f"{STRAY}v360.mp4", "raw/nobodys", "strange/thing", f"{waiting.tails}1")
    store().put(f"published/{storage.PROBE}/probe.vtt", b"WEBVTT")
    db.session.commit()
    clock.shift(2 * NIGHT)
    return piece.film_id, key, upload


def test_a_walk_reports_and_takes_nothing_in_the_first_night(house):
    report = walk()

    assert (report.objects, report.bytes) == (9, 8 * 4 + 6)
    astray = {(STRAY, "object", 8), ("raw/nobodys", "object", 4), ("strange/thing", "object", 4)}
    assert {(row.place, row.what, row.bytes) for row in sweeping.strays()} == astray
    assert (report.missing, report.queued, report.drafts) == (0, 0, 1)
    assert len(list(store().drafts())) == 1, "the upload that waits lost its parts"


def test_what_is_astray_on_two_nights_goes_and_the_rest_stays(house, run_jobs):
    _, key, upload = house
    walk()
    clock.shift(3 * NIGHT)

    report = walk()
    run_jobs()

    assert report.queued == 2
    left = set(store().keys(""))
    assert left >= {upload.key, f"published/{key}/master.m3u8", "strange/thing"}
    assert not [key for key in left if key.startswith(STRAY) or key == "raw/nobodys"]
    assert walk().strays == 1, "what is of no kind that we know is never deleted"


def test_what_is_missing_is_told(house):
    _, key, upload = house
    store().delete_prefix(f"published/{key}/")
    store().delete(upload.key)

    report = walk()

    assert report.missing == 2
    assert {row.place for row in sweeping.strays() if row.what == "row"} == {
        f"published/{key}",
        f"raw/{upload.public_id}",
    }


def test_what_is_young_is_nobodys_business(app):
    lay(f"{STRAY}master.m3u8")

    assert (walk().strays, sweeping.strays()) == (0, [])


def test_a_film_and_its_maker_know_what_they_weigh(house, ada):
    film_id, _, _ = house
    walk()
    with transaction():
        assert housekeeping.weighing.weigh_after(0) == film_id

    found = housekeeping.weighing.largest().items
    share = housekeeping.weighing.share(ada.id)

    assert [(weight.raw, weight.published, shown.film_id) for weight, shown in found] == [(4, 8, film_id)]
    assert (share.films, share.files, share.made) == (4 + 40, 0, 8)
    assert {total.kind: total.bytes for total in housekeeping.weighing.totals()}["published"] == 8 + 8 + 6
