"""One way out of the store: whatever is removed, replaced or given up goes through the deletion queue."""

from datetime import timedelta

import pytest

from jobs import worker
from tests.films import published
from wm.domains import content, media, storage, uploads
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.storage import FolderStore, store


@pytest.fixture
def river(ada):
    """A film that is out, with its files and its original."""
    piece = published(ada, "How a river remembers")
    upload = uploads.begin(ada.id, 4, {"filename": "a.mp4"})
    upload.state, upload.received, upload.ended_at = "complete", 4, clock.now()
    piece.film.upload_id, piece.film.source_key = upload.id, upload.key
    for key in (f"published/{piece.film.key}/poster.webp", f"published/{piece.film.key}/v360.mp4", upload.key):
        store().put(key, b"four")
    db.session.commit()
    return piece


def there(prefix=""):
    return list(store().keys(prefix))


def waits():
    return {row.place: row.reason for row in storage.deleting.waiting().items}


@pytest.fixture
def run_only(app):
    """Run the one job of a kind that is due, and no other."""

    def run(kind):
        db.session.commit()
        found, queue = db.session.execute(
            db.select(job.Job.id, job.Job.queue).where(job.Job.kind == kind, job.Job.state == "due")
        ).one()
        assert queue != "maintenance", "where a walk or a move of the whole store may be at work for hours"
        db.session.rollback()
        with app.app_context():
            worker.run_row(found)
        db.session.expire_all()

    return run


def test_a_film_and_its_original_wait_in_the_queue_and_go_from_there(river, run_jobs):
    key, original = river.film.key, river.film.source_key
    film, river.film = river.film, None
    db.session.flush()
    media.remove(film)
    assert waits() == {f"published/{key}/": "film"}

    run_jobs()

    assert there() == []
    assert storage.deleting.count_gone() == (2, 4), "the original by its upload; nobody has weighed the film yet"
    assert original in {row.place for row in db.session.scalars(db.select(storage.Deletion))}


def test_old_links_end_with_the_move_itself_whatever_else_waits(river, run_only):
    old, former = river.film.key, "WhatLayThereBefore123456"
    media.open_up(river.film)
    db.session.add(media.FormerKey(key=former, film_id=river.film_id, until=clock.now() + timedelta(hours=4)))
    store().put(f"published/{former}/poster.webp", b"four")
    for number in range(60):
        storage.ask(f"raw/older{number:02}", "upload")
    db.session.commit()
    clock.shift(timedelta(minutes=1))

    content.edit(river, visibility="private")
    run_only("media.move")

    assert there(f"published/{old}/") + there(f"published/{former}/") == []
    assert len(there(f"published/{media.get(river.film_id).key}/")) == 2
    assert storage.deleting.count_waiting() == (60, 0), "a move has no time for what others wait for"


@pytest.mark.once
def test_a_store_that_refuses_is_asked_again_and_the_admin_sees_it(river, run_jobs, run_only, monkeypatch, as_ruth):
    old = river.film.key
    media.open_up(river.film)
    content.edit(river, visibility="private")
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "delete_prefix", lambda *_: (_ for _ in ()).throw(OSError("asleep")))
        run_only("media.move")
    assert there(f"published/{old}/")
    page = as_ruth.get("/admin/storage/waiting").text
    assert f"published/{old}/" in page
    assert "OSError: asleep" in page
    assert "did not let go of 1 place" in page

    clock.shift(timedelta(minutes=11))
    run_jobs()

    assert there(f"published/{old}/") == []
    page = as_ruth.get("/admin/storage/waiting").text
    assert "did not let go" not in page
    assert "1 place went in the last 30 days" in page


def test_what_a_film_has_again_or_is_at_work_on_is_left_alone(river, run_jobs):
    film = river.film
    place = f"published/{film.key}/"
    shape = {"width": 640, "height": 360, "bandwidth": 1, "average": 1, "codecs": "avc1", "fps": 25.0, "bytes": 4}
    db.session.add(media.Rendition(film_id=film.id, step=360, playlist="v360.m3u8", **shape))
    store().put(f"{place}v720.mp4", b"four")
    for name in ("v360.mp4", "v720.mp4"):
        storage.ask(place + name, "replaced")
    run_jobs()
    assert there(place) == [f"{place}poster.webp", f"{place}v360.mp4"]

    film.state = "playable"
    store().put(f"{place}v720.mp4", b"four")
    storage.ask(f"{place}v720.mp4", "replaced")
    storage.ask(f"processing/{film.key}/", "parts")
    store().put(f"processing/{film.key}/1-v720.mp4", b"four")
    run_jobs()
    assert f"{place}v720.mp4" in there(place)
    assert there("processing/")


def test_what_a_rule_took_keeps_its_week_when_an_encode_tidies_up(river, run_jobs):
    film = river.film
    place = f"published/{film.key}/"
    storage.ask(f"{place}v360.mp4", "rung", timedelta(days=7))

    media.clearing.let_go_of_files(film, {"v360.mp4": 4, "copy.mp4": 4, "captions-en-1.vtt": 4, "debris.mp4": 4})

    assert waits() == {f"{place}v360.mp4": "rung", f"{place}copy.mp4": "replaced", f"{place}debris.mp4": "replaced"}
    run_jobs()
    assert waits().keys() == {f"{place}v360.mp4", f"{place}copy.mp4"}


def test_an_upload_that_is_given_up_leaves_nothing_and_asks_for_nothing_it_has_not(ada, run_jobs):
    upload = uploads.begin(ada.id, 8, {"filename": "a.mp4"})
    db.session.commit()
    with transaction():
        uploads.end(uploads.find(upload.id), "given up")
    run_jobs()

    assert storage.deleting.count_gone() == (0, 0)


def test_totals_forget_a_folder_with_its_files_and_drafts_of_the_dead_go_too(river, app, run_jobs):
    place = f"published/{river.film.key}/"
    db.session.add(storage.StoredPlace(place=place.rstrip("/"), kind="published", bytes=8, objects=2))
    draft = store().path(f"{place}.v720.mp4.half")
    draft.write_bytes(b"half")
    river.film.key = media.models.new_key()
    row = storage.ask(place, "film")
    assert row.bytes == 8

    run_jobs()

    assert not draft.parent.exists()
    assert db.session.get(storage.StoredPlace, place.rstrip("/")) is None
