"""What a creator can do about a film: try again, replace, choose a poster, close, remove."""

from datetime import timedelta

import pytest

from tests.media.conftest import hurry, published, stored
from wm.domains import media, uploads
from wm.domains.media import errors, making
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


@pytest.mark.once
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


@pytest.mark.once
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
    film_id, second_id, rest = media.start(first).id, second.id, making.STEPS["encode"]
    replaced = []

    def swap(attempt):
        if not replaced:
            replaced.append(True)
            with transaction():
                media.replace(media.get(film_id), uploads.find(second_id))
        rest(attempt)

    monkeypatch.setitem(making.STEPS, "encode", swap)
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


@pytest.mark.once
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


@pytest.mark.once
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
            db.update(job.Job).filter_by(kind="media.encode").values(run_at=clock.now() + timedelta(days=1))
        )

    assert run_jobs() == ["media.move"]

    assert media.get(film.id).key == key
    assert [row.state for row in db.session.scalars(db.select(job.Job).filter_by(kind="media.move"))] == ["done", "due"]


@pytest.mark.once
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


@pytest.mark.once
def test_a_film_that_gets_the_row_of_a_removed_one_is_encoded_too(begun, run_jobs):
    with transaction():
        media.remove(media.get(begun("silent.mp4").id))
    run_jobs()

    film = begun("silent.mp4")
    run_jobs()

    assert media.get(film.id).is_ready


@pytest.mark.once
def test_a_film_shows_its_colours_before_its_poster(begun, run_jobs):
    film = begun("silent.mp4")
    assert (film.colour, film.placeholder, film.poster_url, film.poster_urls) == ("", "", "", {})
    run_jobs()

    film = media.get(film.id)

    assert film.placeholder.startswith("linear-gradient(to right,#")
    assert len(film.colour) == 7
    assert list(film.poster_urls) == [320, 640, 1280]
    assert film.poster_url == film.poster_urls[640]
