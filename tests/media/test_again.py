"""Encodes that are cut off, lose their lease, or are run again."""

import errno
import os

import pytest

from tests.media.conftest import hurry, stored, told
from wm.domains import media
from wm.domains.media import command, desk, encoding, inventory, making, pictures, records, runner, shelf, steps
from wm.kernel import job, paths
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


def test_running_it_again_changes_nothing(begun, run_jobs):
    film = begun("silent.mp4")
    run_jobs()
    before = media.get(film.id), {name: store().stat(f"published/{film.key}/{name}").etag for name in stored(film)}

    media.encode(film.id, 1)
    for place in range(1, 6):
        media.make(film.id, 1, place)

    assert media.get(film.id).version == before[0].version
    assert {name: store().stat(f"published/{film.key}/{name}").etag for name in stored(film)} == before[1]


class Power(BaseException):
    """The power goes out: nothing that we wrote catches it."""


CUTS = [
    ("two-rungs.mp4", making.STEPS, ("encode", "pack", "finish")),
    ("two-rungs.mp4", encoding, ("show",)),
    ("two-rungs.mp4", making, ("_lay_down",)),
    ("two-rungs.mp4", steps, ("lay", "end")),
    ("fitting.mp4", making.STEPS, ("copy", "faces")),
    ("barred-fitting.mp4", steps, ("lay_again",)),
    ("barred-fitting.mp4", making, ("publish_faces",)),
    ("barred-fitting.mp4", encoding, ("_let_barred_copy_go",)),
    ("two-rungs.mp4", records, ("set_sounds",)),
    ("long.mp4", making.STEPS, ("sound", "chunk", "join")),
    ("counted.ts", shelf.Parts, ("take",)),
    ("counted.ts", making.STEPS, ("recast",)),
]


@pytest.mark.once
@pytest.mark.parametrize(("name", "room", "what"), [(name, room, what) for name, room, whats in CUTS for what in whats])
def test_it_goes_on_where_it_was_cut_off(app, begun, run_jobs, monkeypatch, name, room, what):
    app.config["CHUNK_SECONDS"] = 4
    film, cut = begun(name), []
    film_key, real = film.key, room[what] if isinstance(room, dict) else getattr(room, what)

    def cut_off(*args):
        real(*args)
        if not cut:
            cut.append(store().put(f"published/{film_key}/left-over.mp4", b"of an attempt that died"))
            raise Power

    (monkeypatch.setitem if isinstance(room, dict) else monkeypatch.setattr)(room, what, cut_off)
    with pytest.raises(Power):
        run_jobs()
    db.session.rollback()
    store().delete(f"published/{film_key}/left-over.mp4") if what == "finish" else None
    hurry()
    run_jobs()

    whole(film)
    assert not name.startswith("barred") or media.get(film.id).height == 358


def whole(film):
    """Hold a film to having been published once and whole, and nothing else to be left of its encode."""
    film = media.with_renditions(film.id)
    assert (film.state, film.percent) == ("ready", 100)
    assert stored(film) >= inventory.of(film)
    assert all(name.startswith("copy") for name in stored(film) - inventory.of(film))
    assert list(store().keys("processing/")) == []
    db.session.rollback()


@pytest.mark.once
def test_what_is_published_is_not_encoded_twice(begun, run_jobs, monkeypatch):
    encoded, show = [], encoding.show
    renditions = command.renditions

    def noted(work, rungs, **others):
        encoded.append([rung.step for rung in rungs])
        return renditions(work, rungs, **others)

    def cut_off(attempt):
        monkeypatch.setattr(encoding, "show", show)
        raise Power

    begun("two-rungs.mp4")
    monkeypatch.setattr(command, "renditions", noted)
    monkeypatch.setattr(encoding, "show", cut_off)
    with pytest.raises(Power):
        run_jobs()
    hurry()
    run_jobs()

    assert encoded == [[360], [480]]


@pytest.mark.once
def test_ffmpeg_killed_by_somebody_is_tried_again(begun, run_jobs, monkeypatch, app):
    film, real, killed = begun("silent.mp4"), runner.run, []

    def kill_first(argv, *args):
        if not killed and "libx264" in argv:
            killed.append(True)
            raise runner.CutShort
        return real(argv, *args)

    monkeypatch.setattr(runner, "run", kill_first)
    run_jobs()
    assert media.get(film.id).state == "encoding"
    hurry()

    run_jobs()

    assert media.get(film.id).state == "ready"


def cut_short(*_):
    raise runner.CutShort("ffmpeg was ended by signal 9")


def test_after_the_last_try_the_creator_is_told(follow, begun, run_jobs, monkeypatch, quarantined):
    film = begun("silent.mp4")
    monkeypatch.setattr(runner, "run", cut_short)

    for _ in range(job.ATTEMPTS):
        run_jobs()
        hurry()

    film = media.get(film.id)
    assert (film.state, film.error_code) == ("failed", "interrupted")
    assert {kind for kind, _ in quarantined()} == {"media.encode"}


@pytest.mark.once
def test_an_encode_waits_for_room_on_the_disk_however_long(begun, run_jobs, monkeypatch, quarantined):
    film_id = begun("silent.mp4").id

    def full(*_):
        raise OSError(errno.ENOSPC, "the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(runner, "run", full)
        for _ in range(job.ATTEMPTS + 2):
            run_jobs()
            hurry()
        assert (media.get(film_id).step, media.get(film_id).error_code, quarantined()) == ("room", "", [])
    hurry()
    run_jobs()

    assert media.get(film_id).is_ready


def test_a_film_whose_worker_always_died_is_closed_by_the_tidy_job(follow, begun, run_jobs):
    film = begun("silent.mp4")
    with transaction():
        db.session.execute(db.update(job.Job).values(state="quarantined"))

    media.tidy()

    film = media.get(film.id)
    assert (film.state, film.error_code) == ("failed", "interrupted")
    assert told("seen.failed") == [str(film.id)]


def test_tidying_leaves_work_alone(begun):
    film = begun("silent.mp4")
    busy = folder_of("processing", film.key)
    lost = folder_of("processing", "NobodysFilm")

    media.tidy()

    assert media.get(film.id).state == "waiting"
    assert busy.exists()
    assert not lost.exists()
    busy.rmdir()


def folder_of(room, key):
    folder = paths.var(room, key)
    folder.mkdir()
    return folder


# -- a lease that was lost


def test_an_attempt_that_lost_its_lease_publishes_nothing(begun, monkeypatch, run_jobs):
    film, write = begun("silent.mp4"), pictures.write

    def taken_over(*args):
        with transaction():
            db.session.execute(db.update(job.Job).values(lease_token="somebody else"))
        return write(*args)

    monkeypatch.setattr(pictures, "write", taken_over)
    run_jobs()

    assert stored(film) == set()
    assert not media.get(film.id).has_poster


def test_a_film_that_is_removed_meanwhile_leaves_nothing_and_no_job_breaks(begun, run_jobs, monkeypatch, caplog):
    film_id, encode = begun("two-rungs.mp4").id, making.STEPS["encode"]

    def removed(attempt):
        with transaction():
            media.remove(media.get(film_id))
        db.session.rollback()  # what was read before is asked for anew, as in the worker that had begun
        encode(attempt)

    monkeypatch.setitem(making.STEPS, "encode", removed)
    run_jobs()

    assert media.find(film_id) is None
    assert list(store().keys("published/")) == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.once
def test_a_machine_that_only_helped_lets_go_of_old_sources(s3, begun, tmp_path):
    film, old, young = begun("silent.mp4"), folder_of("sources", "OldFilm"), folder_of("sources", "YoungFilm")
    os.utime(old, (0, 0))

    assert desk.source(film, tmp_path).read_bytes() == b"".join(store().open(film.source_key))

    assert (old.exists(), young.exists()) == (False, True)
    young.rmdir()
