"""From a source to everything that is published of it, with the database, the store and the jobs."""

from dataclasses import replace

import m3u8
import pytest

from tests.media.conftest import published
from wm.domains import media, uploads
from wm.domains.media import attempt, command, errors, pipeline, records, shelf
from wm.kernel import facts, job, live, paths
from wm.kernel.db import db, transaction
from wm.kernel.facts import Follower
from wm.kernel.storage import store


def stored(film):
    return {key.rsplit("/", 1)[1] for key in store().keys(f"published/{film.key}/")}


def told(kind):
    return [row.subject for row in db.session.scalars(db.select(job.Job).filter_by(kind=kind))]


@pytest.fixture
def follow(app):
    """Let jobs of no effect follow the facts of this domain, so that the facts can be seen."""
    before = app.extensions["reactions"]
    kinds = {media.FilmPlayable: "seen.playable", media.FilmReady: "seen.ready", media.FilmFailed: "seen.failed"}
    facts.follow(app, {fact: [Follower(kind, subject="film_id")] for fact, kind in kinds.items()})
    yield
    facts.follow(app, before)


def test_a_film_is_published_whole(any_store, begun, run_jobs):
    film = begun("two-rungs.mp4")

    assert run_jobs()[0] == "media.encode"

    film = media.with_renditions(film.id)
    assert (film.state, film.step, film.percent, film.error_code) == ("ready", "done", 100.0, "")
    assert (film.width, film.height, film.has_audio, film.is_partial) == (854, 480, True, False)
    assert film.duration_ms == 2000
    assert [(r.label, r.width, r.height, r.playlist) for r in film.renditions] == [
        ("360p", 640, 360, "v360.m3u8"),
        ("480p", 854, 480, "v480.m3u8"),
    ]
    streams = {f"{name}.{ending}" for name in ("v360", "v480", "audio") for ending in ("mp4", "m3u8")}
    pictures = {f"{name}.{ending}" for name in shelf.POSTERS.values() for ending in ("webp", "avif")}
    assert stored(film) == streams | pictures | {*shelf.STILLS, *shelf.STORYBOARD, "film.mp4", "master.m3u8"}
    assert published(film, "film.mp4").startswith(b"\0\0\0")
    assert list(store().keys("raw/")) == [film.source_key]


def test_the_master_names_what_is_there(begun, run_jobs):
    film = begun("two-rungs.mp4")
    run_jobs()

    film = media.with_renditions(film.id)
    master = m3u8.loads(published(film, "master.m3u8").decode())

    assert [p.uri for p in master.playlists] == ["v360.m3u8", "v480.m3u8"]
    assert [p.stream_info.resolution for p in master.playlists] == [(640, 360), (854, 480)]
    assert [p.stream_info.bandwidth for p in master.playlists] == [
        r.bandwidth + film.sound_peak for r in film.renditions
    ]
    for playlist in (*master.playlists, *master.media):
        content = published(film, playlist.uri.replace("m3u8", "mp4"))
        listing = m3u8.loads(published(film, playlist.uri).decode())
        assert {segment.uri for segment in listing.segments} <= stored(film)
        length, offset = map(int, listing.segments[-1].byterange.split("@"))
        assert length + offset == len(content)


def test_facts_are_told_in_their_order(follow, begun, run_jobs):
    film = begun("silent.mp4")

    run_jobs()

    assert told("seen.playable") == told("seen.ready") == [str(film.id)]
    assert told("seen.failed") == []
    film = media.get(film.id)
    assert film.created_at < film.playable_at < film.ready_at


def test_the_lowest_rung_plays_before_the_others_are_made(begun, run_jobs, monkeypatch):
    film, seen = begun("two-rungs.mp4"), {}
    encode_rest = pipeline._encode_rest

    def look_first(attempt):
        now = media.with_renditions(film.id)
        seen.update(state=now.state, steps=[r.step for r in now.renditions], files=stored(now))
        db.session.rollback()
        encode_rest(attempt)

    monkeypatch.setattr(pipeline, "_encode_rest", look_first)
    run_jobs()

    assert (seen["state"], seen["steps"]) == ("playable", [360])
    assert {"master.m3u8", "v360.mp4", "audio.mp4", "poster.webp"} <= seen["files"]
    assert "v480.mp4" not in seen["files"]


def test_progress_is_told_to_whoever_looks(begun, run_jobs, monkeypatch):
    said = []
    monkeypatch.setattr(live, "publish", lambda channel, event, data: said.append((channel, event, data)))
    monkeypatch.setattr(records, "TELL_EVERY", 0.0)
    film = begun("two-rungs.mp4")

    run_jobs()

    assert {(channel, event) for channel, event, _ in said} == {(f"film:{film.public_id}", "progress")}
    percents = [data["percent"] for _, _, data in said]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    steps = list(dict.fromkeys(data["step"] for _, _, data in said))
    assert steps == ["checking", "poster", "first", "rest", "packing", "done"]
    assert {data["rendition"] for _, _, data in said if data["step"] == "rest"} == {"480p"}
    assert any(data["speed"] > 0 and data["seconds_left"] is not None for _, _, data in said)
    assert [data["state"] for _, _, data in said][-1] == "ready"


def test_it_is_told_at_most_once_a_second(begun, run_jobs, monkeypatch):
    said = []
    monkeypatch.setattr(live, "publish", lambda *about: said.append(about))
    begun("silent.mp4")

    run_jobs()

    assert len(said) <= 8  # the six steps, and what fits between them


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.mp4", "empty"),
        ("text.mp4", "text"),
        ("half.mp4", "truncated"),
        ("sound-only.mp4", "sound"),
        ("locked.mp4", "encrypted"),
    ],
)
def test_what_is_no_film_says_so_and_leaves_nothing(follow, begun, run_jobs, quarantined, name, code):
    film = begun(name)

    run_jobs()

    film = media.get(film.id)
    assert (film.state, film.error_code, film.is_playable) == ("failed", code, False)
    assert film.error_text.endswith(".")
    assert stored(film) == set()
    assert told("seen.failed") == [str(film.id)]
    assert quarantined() == []


def test_a_film_that_ends_too_early_is_marked(app, begun, run_jobs, monkeypatch):
    film = begun("good.mp4")
    look = pipeline.probe.look
    monkeypatch.setattr(pipeline.probe, "look", lambda *a: replace(look(*a), duration=9.0))

    run_jobs()

    film = media.get(film.id)
    assert (film.state, film.is_partial, film.duration_ms) == ("ready", True, 2000)


# -- again


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


def test_ffmpeg_killed_by_somebody_is_tried_again(begun, run_jobs, monkeypatch, app):
    film, real, killed = begun("silent.mp4"), attempt.runner.run, []

    def kill_first(argv, *args):
        if not killed and "libx264" in argv:
            killed.append(True)
            return attempt.runner.Ending(-9, "", False, 0.1)
        return real(argv, *args)

    monkeypatch.setattr(attempt.runner, "run", kill_first)
    run_jobs()
    assert media.get(film.id).state == "encoding"
    hurry()

    run_jobs()

    assert media.get(film.id).state == "ready"


def hurry():
    """Let every job that waits for its next try be due now."""
    with transaction():
        db.session.execute(db.update(job.Job).where(job.Job.state == "due").values(run_at=job.clock.now()))


def test_after_the_last_try_the_creator_is_told(follow, begun, run_jobs, monkeypatch, quarantined):
    film = begun("silent.mp4")
    monkeypatch.setattr(attempt.runner, "run", lambda *a: attempt.runner.Ending(-9, "", False, 0.1))

    for _ in range(job.ATTEMPTS):
        run_jobs()
        hurry()

    film = media.get(film.id)
    assert (film.state, film.error_code) == ("failed", "damaged")  # the probe is killed as well


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


# -- what a creator can do about it


def test_a_failed_film_can_be_tried_again(begun, run_jobs, sources):
    film = begun("text.mp4")
    run_jobs()
    store().put_path(film.source_key, sources("silent.mp4"))

    with transaction():
        media.retry(media.get(film.id))
    assert run_jobs()[0] == "media.encode"

    film = media.get(film.id)
    assert (film.state, film.error_code, film.run) == ("ready", "", 2)


def test_a_film_on_its_way_is_not_started_twice(begun):
    film = begun("silent.mp4")

    with pytest.raises(media.StillBusy):
        media.retry(media.get(film.id))

    assert len(job.due()) == 1


def test_a_film_can_get_another_file(ada, uploaded, run_jobs):
    first, second = uploaded("silent.mp4"), uploaded("portrait.mp4")
    film = media.start(first)
    run_jobs()
    old = media.get(film.id).key

    with transaction():
        media.replace(media.get(film.id), second)
    run_jobs()

    film = media.with_renditions(film.id)
    assert (film.state, film.upload_id, film.height) == ("ready", second.id, 320)
    assert film.key != old
    assert len(film.renditions) == 1
    assert {key.split("/")[1] for key in store().keys("published/")} == {film.key}
    assert list(store().keys("raw/")) == [second.key]


def test_another_file_takes_the_turn_of_an_encode_that_runs(ada, uploaded, run_jobs, monkeypatch):
    first, second = uploaded("two-rungs.mp4"), uploaded("silent.mp4")
    film_id, second_id, rest = media.start(first).id, second.id, pipeline._encode_rest
    replaced = []

    def swap(attempt):
        if not replaced:
            replaced.append(True)
            with transaction():
                media.replace(media.get(film_id), uploads.find(second_id))
        rest(attempt)

    monkeypatch.setattr(pipeline, "_encode_rest", swap)
    run_jobs()
    hurry()
    run_jobs()

    film = media.with_renditions(film_id)
    assert (film.state, [r.step for r in film.renditions]) == ("ready", [180])
    assert {key.split("/")[1] for key in store().keys("published/")} == {film.key}


def test_an_upload_becomes_one_film_only(ada, uploaded):
    upload = uploaded("silent.mp4")

    assert media.start(upload).id == media.start(upload).id
    db.session.commit()

    assert [
        kind for kind in (row.kind for row in db.session.scalars(db.select(job.Job))) if kind == "media.encode"
    ] == ["media.encode"]


def test_another_still_becomes_the_poster(begun, run_jobs):
    film = begun("two-rungs.mp4")
    run_jobs()
    film = media.get(film.id)
    before, url = published(film, "poster.webp"), film.poster_url

    media.choose_poster(film, 3)
    db.session.commit()

    assert published(film, "poster.webp") != before
    assert film.poster_url != url
    with pytest.raises(errors.NoSuchStill):
        media.choose_poster(film, 4)


# -- links


def test_links_made_before_a_film_was_closed_stop_working(any_store, begun, run_jobs):
    film = begun("silent.mp4")
    run_jobs()
    with transaction():
        media.open_up(media.get(film.id))
    old = media.get(film.id).key
    files = stored(media.get(film.id))

    with transaction():
        media.close(media.get(film.id))
    run_jobs()

    film = media.get(film.id)
    assert film.key != old
    assert stored(film) == files
    assert list(store().keys(f"published/{old}/")) == []


def test_a_film_is_not_moved_while_it_is_encoded(begun, run_jobs):
    film = begun("silent.mp4")
    with transaction():
        media.open_up(media.get(film.id))
        key = media.get(film.id).key
        media.close(media.get(film.id))
        db.session.execute(
            db.update(job.Job).filter_by(kind="media.encode").values(run_at=job.clock.now() + job.timedelta(1))
        )

    assert run_jobs() == ["media.move"]

    assert media.get(film.id).key == key
    assert [row.state for row in db.session.scalars(db.select(job.Job).filter_by(kind="media.move"))] == ["done", "due"]


def test_removing_a_film_removes_its_files(any_store, ada, uploaded, run_jobs):
    upload = uploaded("silent.mp4")
    film = media.start(upload)
    run_jobs()

    with transaction():
        media.remove(media.get(film.id))
    run_jobs()

    assert list(store().keys("published/")) == []
    assert list(store().keys("raw/")) == []
    assert db.session.scalar(db.select(db.func.count()).select_from(media.Rendition)) == 0


def test_a_film_shows_its_colours_before_its_poster(begun, run_jobs):
    film = begun("silent.mp4")
    assert (film.colour, film.placeholder, film.poster_url, film.poster_urls) == ("", "", "", {})
    run_jobs()

    film = media.get(film.id)

    assert film.placeholder.startswith("linear-gradient(to right,#")
    assert len(film.colour) == 7
    assert list(film.poster_urls) == [320, 640, 1280]
    assert film.poster_url == film.poster_urls[640]
