"""From a source to everything that is published of it, with the database, the store and the jobs."""

from dataclasses import replace

import m3u8
import pytest

from tests.media.conftest import published, stored, told
from wm.domains import media
from wm.domains.media import encoding, looking, making, records, shelf
from wm.kernel import live
from wm.kernel.db import db
from wm.kernel.storage import store


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
    assert stored(film) == streams | pictures | {
        *shelf.STILLS,
        *shelf.STORYBOARD,
        "film.mp4",
        "preview.mp4",
        "master.m3u8",
    }
    assert published(film, "film.mp4").startswith(b"\0\0\0")
    assert list(store().keys("raw/")) == [film.source_key]


@pytest.mark.once
def test_the_master_names_what_is_there(begun, run_jobs):
    film = begun("two-rungs.mp4")
    run_jobs()

    film = media.with_renditions(film.id)
    master = m3u8.loads(published(film, "master.m3u8").decode())

    assert [p.uri for p in master.playlists] == ["v360.m3u8", "v480.m3u8"]
    assert [p.stream_info.resolution for p in master.playlists] == [(640, 360), (854, 480)]
    assert [p.stream_info.bandwidth for p in master.playlists] == [
        r.bandwidth + media.sounds(film.id)[0].peak for r in film.renditions
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


@pytest.mark.once
def test_the_lowest_rung_plays_before_the_others_are_made(begun, run_jobs, monkeypatch):
    film, seen = begun("two-rungs.mp4"), {}
    encode = making.STEPS["encode"]

    def look_first(attempt):
        if attempt.args["steps"] == [360]:
            return encode(attempt)
        now = media.with_renditions(film.id)
        seen.update(state=now.state, steps=[r.step for r in now.renditions], files=stored(now))
        db.session.rollback()
        encode(attempt)

    monkeypatch.setitem(making.STEPS, "encode", look_first)
    run_jobs()

    assert (seen["state"], seen["steps"]) == ("playable", [360])
    assert {"master.m3u8", "v360.mp4", "audio.mp4", "poster.webp"} <= seen["files"]
    assert "v480.mp4" not in seen["files"]


@pytest.mark.once
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
    assert steps == ["checking", "encode", "pack", "finish", "done"]
    assert {data["rendition"] for _, _, data in said if data["step"] == "encode"} == {"360p", "480p"}
    assert any(data["speed"] > 0 and data["seconds_left"] is not None for _, _, data in said)
    assert [data["state"] for _, _, data in said][-1] == "ready"


@pytest.mark.once
def test_it_is_told_at_most_once_a_second(begun, run_jobs, monkeypatch):
    said = []
    monkeypatch.setattr(live, "publish", lambda *about: said.append(about))
    begun("silent.mp4")

    run_jobs()

    assert len(said) <= 15  # two for each of the seven steps, and one before them


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.mp4", "empty"),
        ("text.mp4", "text"),
        ("half.mp4", "truncated"),
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
    look = looking.probe.look
    monkeypatch.setattr(looking.probe, "look", lambda *a: replace(look(*a), duration=9.0))

    run_jobs()

    film = media.get(film.id)
    assert (film.state, film.is_partial, film.duration_ms) == ("ready", True, 2000)


@pytest.mark.once
def test_every_film_plays_before_any_is_complete(begun, run_jobs, monkeypatch):
    films = [begun("two-rungs.mp4"), begun("silent.mp4")]
    told_of = []
    for room in (encoding, making):
        monkeypatch.setattr(room, "record", lambda fact: told_of.append((type(fact).__name__, fact.film_id)))

    run_jobs()

    first, second = (film.id for film in films)
    assert told_of == [("FilmPlayable", first), ("FilmPlayable", second), ("FilmReady", second), ("FilmReady", first)]
    assert [media.with_renditions(film.id).state for film in films] == ["ready", "ready"]
    assert [stored(film) >= {"film.mp4", "storyboard.webp"} for film in films] == [True, True]
