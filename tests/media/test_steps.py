"""Plans and their steps: what is copied, what is cut into parts, what waits until somebody asks."""

import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, select, update

from tests.media.conftest import published, stored
from tests.media.senses import first_bright, first_loud, heard
from wm.domains import content, media, storage
from wm.domains.media import encoding, inventory, lingering, phases, plan, probe, queries, steps, tools
from wm.domains.media.phases import Shown
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


def drawn(source, **wishes):
    return plan.draw(probe.look(source), tools.Wishes(**wishes))


def named(found):
    return [[step.name for step in phase] for phase in found]


@pytest.mark.once
def test_a_plan_is_the_same_when_it_is_read_again(sources):
    made = drawn(sources("long.mp4"), chunk_seconds=4, lazy_above=200)

    assert plan.read(plan.written(made)) == made
    assert len(made.chunks) > 1


@pytest.mark.once
def test_what_makes_a_film_play_comes_first(sources):
    short, long = drawn(sources("two-rungs.mp4")), drawn(sources("long.mp4"), chunk_seconds=4)

    assert named(phases.of(short, Shown())) == [["faces"], ["sound", "encode"], ["encode"], ["pack"], ["finish"]]

    levelled = phases.of(replace(short, gains=(2.0,)), Shown())
    assert named(levelled) == [["faces"], ["encode"], ["encode"], ["pack"], ["finish"]]
    assert [step.args for phase in levelled[1:3] for step in phase] == [
        {"steps": [360], "with_sounds": True},
        {"steps": [480]},
    ]
    assert named(phases.of(replace(short, gains=(2.0,)), Shown({360, 480}, has_faces=True)))[0] == ["sound"]
    assert named(phases.of(long, Shown()))[1] == ["sound", *["chunk"] * len(long.chunks)]
    assert named(phases.of(long, Shown()))[2:] == [["join"], ["pack"], ["finish"]]
    assert named(phases.of(short, Shown({360, 480}, True, True, True))) == [["finish"]]


@pytest.mark.once
def test_the_sounds_of_a_short_film_are_made_with_its_first_rung_and_levelled(begun, run_jobs, sources, tmp_path):
    film = begun("two-rungs.mp4")

    run_jobs()

    made, drawn = media.workings(film).steps, media.workings(film).plan
    assert [(step.name, steps.rungs_of(step)) for step in made][:2] == [("encode", "360p"), ("encode", "480p")]
    assert [sound.name for sound in queries.sounds(film.id)] == ["audio"]
    (tmp_path / "audio.mp4").write_bytes(published(film, "audio.mp4"))
    _, loud = heard(tmp_path / "audio.mp4")
    _, plain = heard(sources("two-rungs.mp4"))
    (gain,) = drawn.gains
    assert gain > 3
    assert loud / plain * 2**0.5 == pytest.approx(10 ** (gain / 20), rel=0.1)  # mono, shared by two loudspeakers


@pytest.mark.once
def test_a_film_that_an_earlier_release_has_begun_goes_on(begun, run_jobs):
    film = begun("two-rungs.mp4")
    media.encode(film.id, 1)
    with transaction():
        known = json.loads(steps.plan_of(film))
        del known["gains"]
        before = plan.read(json.dumps(known))
        steps.lay(film, json.dumps(known), phases.of(before, Shown(has_faces=True)))

    run_jobs()

    film = media.with_renditions(film.id)
    assert [step.name for step in media.workings(film).steps][:3] == ["sound", "encode", "encode"]
    assert (film.state, film.has_audio, [each.step for each in film.renditions]) == ("ready", True, [360, 480])


@pytest.mark.once
def test_a_film_that_fits_plays_as_it_came(begun, run_jobs, monkeypatch):
    film = begun("fitting.mp4")

    run_jobs()

    film = media.with_renditions(film.id)
    assert [(each.step, each.name) for each in film.renditions] == [(360, "v360"), (480, "copy")]
    assert b"copy.m3u8" in published(film, "master.m3u8")
    assert [step.name for step in media.workings(film).steps][:2] == ["copy", "faces"]
    assert stored(film) >= inventory.of(film)
    assert film.duration_ms == 5000


@pytest.mark.once
def test_what_a_better_rendition_replaced_goes_when_nobody_can_be_watching_it(begun, run_jobs):
    film = begun("small.mp4")
    run_jobs()
    assert {"copy.mp4", "copy.m3u8"} <= stored(film)
    assert b"copy.m3u8" not in published(film, "master.m3u8")
    waits = {row.place.rsplit("/", 1)[1]: row.bytes for row in storage.deleting.of_subject(film.public_id)}
    assert waits == {each: len(published(film, each)) for each in waits}
    assert waits.keys() >= {"copy.mp4", "copy.m3u8"}

    clock.shift(lingering.LINGER)
    run_jobs()

    assert stored(film) == inventory.of(media.get(film.id))


@pytest.mark.once
def test_long_films_are_made_of_parts_that_join_without_a_seam(app, begun, run_jobs):
    app.config["CHUNK_SECONDS"] = 4
    film = begun("long.mp4")

    ran = run_jobs()

    film = media.with_renditions(film.id)
    parts = [step for step in media.workings(film).steps if step.name == "chunk"]
    assert len(parts) == 3
    assert ran.count("media.step") == len(media.workings(film).steps)
    assert (film.state, film.duration_ms, film.is_partial) == ("ready", 12_000, False)


@pytest.mark.once
def test_a_long_film_that_cannot_be_sought_is_made_of_parts_too_and_in_step(app, begun, run_jobs, tmp_path):
    app.config["CHUNK_SECONDS"] = 1
    film = begun("flashing.ts")

    run_jobs()

    film = media.get(film.id)
    names = [step.name for step in media.workings(film).steps]
    assert (names[0], names.count("chunk"), names.count("join")) == ("recast", 2, 1)
    for name in ("v180.mp4", "audio.mp4"):
        Path(tmp_path, name).write_bytes(published(film, name))
    seen, told = first_bright(tmp_path / "v180.mp4")[1], first_loud(tmp_path / "audio.mp4")[1]
    assert seen == pytest.approx(told, abs=0.5 / 30)
    assert list(store().keys("processing/")) == []


@pytest.mark.once
def test_what_is_only_heard_gets_a_picture(app, begun, run_jobs):
    app.config["LAZY_ABOVE"] = 360
    film_id = begun("sound-only.mp4").id
    run_jobs()
    assert [key.rsplit("/", 1)[1] for key in store().keys("processing/")] == ["heard.mkv"]

    with transaction():
        media.wake([film_id])
    run_jobs()

    film = media.with_renditions(film_id)
    assert (film.state, film.width, film.height, film.has_audio) == ("ready", 1280, 720, True)
    assert [each.step for each in film.renditions] == [360, 480, 720]
    assert list(store().keys("processing/")) == []


@pytest.mark.once
def test_black_bars_are_left_out_of_what_must_be_encoded(begun, run_jobs, monkeypatch):
    monkeypatch.setattr(plan.copying, "misfits", lambda *_: ["codec"])
    film = begun("barred.mp4")

    run_jobs()

    film = media.with_renditions(film.id)
    found = media.workings(film).plan
    assert found.crop is not None
    assert (film.width, film.height) == found.shape
    assert abs(film.renditions[0].shape - Fraction(film.width, film.height)) < Fraction(1, 20)


@pytest.mark.once
def test_a_film_with_bars_plays_as_it_came_until_all_of_it_is_there_without(begun, run_jobs, monkeypatch):
    film_id, seen, show = begun("barred-fitting.mp4").id, [], encoding.show

    def watched(attempt):
        show(attempt)
        film = media.with_renditions(film_id)
        seen.append((film.width, film.height, [(each.step, each.name) for each in film.renditions]))
        db.session.rollback()

    monkeypatch.setattr(encoding, "show", watched)
    run_jobs()

    film = media.with_renditions(film_id)
    assert seen == [(640, 480, [(480, "copy")]), (640, 358, [(360, "v360")])]
    assert (media.workings(film).plan.copied, media.workings(film).plan.keeps_copy) == (480, False)
    assert b"copy" not in published(film, "master.m3u8")
    assert Image.open(io.BytesIO(published(film, "poster.webp"))).size == (640, 358)
    assert "copy.mp4" in stored(film), "somebody is watching it"
    clock.shift(lingering.LINGER)
    run_jobs()
    assert stored(film) == inventory.of(media.get(film.id))


@pytest.mark.once
def test_bars_that_were_found_are_known_to_later_runs(begun, run_jobs):
    film_id = begun("barred-fitting.mp4").id
    run_jobs()
    with transaction():
        db.session.execute(delete(media.Rendition))
        media.complete(media.get(film_id))

    run_jobs()

    film = media.with_renditions(film_id)
    assert [(each.width, each.height, each.name) for each in film.renditions] == [(640, 358, "v360")]


def test_rungs_that_wait_are_made_when_somebody_watches(app, begun, run_jobs, ada):
    app.config["LAZY_ABOVE"] = 360
    film_id = begun("two-rungs.mp4").id
    run_jobs()
    film = media.with_renditions(film_id)
    assert (film.state, [each.step for each in film.renditions]) == ("ready", [360])
    with transaction():
        piece = content.draft(ada, "Two rungs", film=media.get(film_id))
        db.session.flush()
        piece_id = piece.id

    with transaction():
        content.add_views({piece_id: 1})
    run_jobs()

    film = media.with_renditions(film_id)
    assert (film.state, [each.step for each in film.renditions]) == ("ready", [360, 480])
    assert b"v480.m3u8" in published(film, "master.m3u8")


def test_the_last_of_a_phase_promises_the_next(begun):
    film = begun("silent.mp4")
    with transaction():
        film = media.get(film.id)
        steps.lay(
            film, "{}", [[phases.Wanted("faces", {}, 1), phases.Wanted("sound", {}, 1)], [phases.Wanted("pack", {}, 1)]]
        )
        film_id = film.id

    def end(place):
        with transaction():
            steps.end(media.get(film_id), place)
            wanted = select(steps.job.Job.args).where(steps.job.Job.kind == steps.STEP)
            return len(db.session.scalars(wanted).all())

    assert [end(1), end(2), end(2)] == [2, 3, 3]


def test_who_waits_sees_how_many_go_before(begun):
    first, second = begun("silent.mp4"), begun("silent.mp4")
    with transaction():
        job.enqueue(steps.STEP, subject="another film, which plays already", film_id=0, run=1, place=1)

    with transaction():
        assert media.workings(media.get(first.id)).before == 0
        assert media.workings(media.get(second.id)).before == 1
        assert [film.id for film in media.at_work().items] == [second.id, first.id]
        db.session.execute(update(job.Job).where(job.Job.subject == second.public_id).values(is_urgent=False))
        assert media.workings(media.get(second.id)).before == 1
        db.session.execute(update(job.Job).where(job.Job.subject == first.public_id).values(is_urgent=False))
        db.session.execute(update(job.Job).where(job.Job.subject.startswith("another")).values(is_urgent=True))
        assert media.workings(media.get(second.id)).before == 2
