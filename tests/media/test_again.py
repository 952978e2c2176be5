"""Encodes that are cut off, lose their lease, or are run again."""

import pytest

from tests.media.conftest import hurry, stored, told
from wm.domains import media
from wm.domains.media import command, pipeline, runner
from wm.kernel import job, paths
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


def test_running_it_again_changes_nothing(begun, run_jobs):
    film = begun("silent.mp4")
    run_jobs()
    before = media.get(film.id), {name: store().stat(f"published/{film.key}/{name}").etag for name in stored(film)}

    media.encode(film.id, 1)

    assert media.get(film.id).version == before[0].version
    assert {name: store().stat(f"published/{film.key}/{name}").etag for name in stored(film)} == before[1]


STEPS = ["_draw", "_encode_first", "_publish_master", "_encode_rest", "_pack_progressive", "_pack", "_finish"]


class Power(BaseException):
    """The power goes out: nothing that we wrote catches it."""


@pytest.mark.once
@pytest.mark.parametrize("step", STEPS)
def test_it_goes_on_where_it_was_cut_off(begun, run_jobs, monkeypatch, step):
    film, real, cut = begun("two-rungs.mp4"), getattr(pipeline, step), []

    def cut_off(*args):
        real(*args)
        if not cut:
            cut.append(store().put(f"published/{film_key}/left-over.mp4", b"of an attempt that died"))
            raise Power

    film_key = film.key
    monkeypatch.setattr(pipeline, step, cut_off)
    with pytest.raises(Power):
        media.encode(film.id, 1)
    db.session.rollback()
    store().delete(f"published/{film_key}/left-over.mp4") if step == "_finish" else None
    media.encode(film.id, 1)

    whole(film)


def whole(film):
    """Hold a ladder film to having been published once and whole."""
    film = media.with_renditions(film.id)
    assert (film.state, [r.step for r in film.renditions]) == ("ready", [360, 480])
    assert len(stored(film)) == 19
    assert "left-over.mp4" not in stored(film)
    db.session.rollback()


@pytest.mark.once
def test_what_is_published_is_not_encoded_twice(begun, run_jobs, monkeypatch):
    film, encoded = begun("two-rungs.mp4"), []
    renditions = command.renditions
    monkeypatch.setattr(
        command,
        "renditions",
        lambda work, rungs, sound: encoded.append([r.step for r in rungs]) or renditions(work, rungs, sound),
    )
    monkeypatch.setattr(pipeline, "_encode_rest", lambda attempt: (_ for _ in ()).throw(Power))
    with pytest.raises(Power):
        media.encode(film.id, 1)
    monkeypatch.undo()
    monkeypatch.setattr(
        command,
        "renditions",
        lambda work, rungs, sound: encoded.append([r.step for r in rungs]) or renditions(work, rungs, sound),
    )

    media.encode(film.id, 1)

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
    assert [kind for kind, _ in quarantined()] == ["media.encode"]


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
    busy = folder_of(film.key)
    lost = folder_of("NobodysFilm")

    media.tidy()

    assert media.get(film.id).state == "waiting"
    assert busy.exists()
    assert not lost.exists()
    busy.rmdir()


def folder_of(key):
    folder = paths.var("processing", key)
    folder.mkdir()
    return folder


# -- a lease that was lost


def test_an_attempt_that_lost_its_lease_publishes_nothing(begun, monkeypatch, run_jobs):
    film, poster = begun("silent.mp4"), pipeline.pictures.stills
    lease = job.claim(job.due()[0][0])

    def taken_over(*args):
        with transaction():
            db.session.execute(db.update(job.Job).values(lease_token="somebody else"))
        return poster(*args)

    monkeypatch.setattr(pipeline.pictures, "stills", taken_over)
    mark = job.entered(lease)
    with pytest.raises(job.LostLease):
        media.encode(film.id, 1)
    job.left(mark)

    assert stored(film) == set()
    assert not media.get(film.id).has_poster


def test_a_film_that_is_removed_meanwhile_leaves_nothing(begun, monkeypatch):
    film, rest = begun("two-rungs.mp4"), pipeline._encode_rest

    def removed(attempt):
        with transaction():
            media.remove(media.get(film.id))
        rest(attempt)

    monkeypatch.setattr(pipeline, "_encode_rest", removed)
    with pytest.raises(job.LostLease):
        media.encode(film.id, 1)

    assert media.find(film.id) is None
    assert list(store().keys("published/")) == []
