"""One film: saying what it is about, publishing it, taking it away and back."""

from datetime import timedelta

import pytest

from tests.studio.test_films import playable
from wm.domains import content
from wm.kernel import clock
from wm.kernel.db import db

WELL = {
    "title": "Low tide",
    "description": "Slow.",
    "category": "nature",
    "tags": "Sea, calm",
    "visibility": "unlisted",
    "release": "draft",
}


def at(piece, deed=""):
    return f"/studio/films/{piece.public_id}{deed}"


def test_a_film_is_its_makers_alone(as_cy, as_mo, client, piece, again):
    for deed in ("", "/details", "/poster", "/encode", "/removal", "/restoration"):
        for browser in (as_cy, as_mo):
            assert browser.post(at(piece, deed), data=WELL).status_code == 404, deed
        assert client.post(at(piece, deed), data=WELL).status_code == 303

    for browser in (as_cy, as_mo):
        assert [browser.get(at(piece, page)).status_code for page in ("", "/progress", "/posters")] == [404] * 3
    assert again(piece.public_id).title == "How a river remembers"


@pytest.mark.once
@pytest.mark.parametrize("deed", ["", "/details"])
@pytest.mark.parametrize("hx", [False, True])
def test_what_is_said_is_saved(as_ada, piece, again, deed, hx):
    answer = as_ada.post(at(piece, deed), data=WELL, hx=hx)

    saved = again(piece.public_id)
    assert answer.status_code == (200 if hx else 303)
    assert (saved.title, saved.description, saved.category.slug) == ("Low tide", "Slow.", "nature")
    assert (saved.tags, saved.visibility, saved.state) == (["sea", "calm"], "unlisted", "draft")
    if hx:
        assert "<html" not in answer.text
        assert "Saved" in answer.text


@pytest.mark.once
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Give it a title."),
        ({"title": "x" * 121}, "longer than 120"),
        ({"description": "x" * 5001}, "longer than 5000"),
        ({"tags": "a," * 3 + ",".join(f"tag {n}" for n in range(13))}, "at most 12 tags"),
        ({"category": "nonsense"}, "Not a valid choice"),
        ({"visibility": "nobody"}, "Not a valid choice"),
        ({"release": "later"}, "Choose a moment in the future"),
        ({"release": "later", "publish_at": "2001-01-01T00:00"}, "Choose a moment in the future"),
        ({"release": "later", "publish_at": "soon"}, "Not a valid datetime value"),
    ],
)
@pytest.mark.parametrize("deed", ["", "/details"])
def test_a_field_that_needs_another_look_says_so_and_changes_nothing(as_ada, piece, again, wrong, words, deed):
    answer = as_ada.post(at(piece, deed), data=WELL | wrong, hx=True)

    assert answer.status_code == 422
    assert words in answer.text
    assert again(piece.public_id).title == "How a river remembers"
    if deed == "":
        assert "Slow." in answer.text or "description" in wrong


@pytest.mark.once
def test_extra_fields_take_no_effect(as_ada, piece, cy, again):
    as_ada.post(
        at(piece), data=WELL | {"person_id": cy.id, "state": "published", "views": 9999, "film_id": 1, "public_id": "x"}
    )

    saved = again(piece.public_id)
    assert (saved.person_id, saved.state, saved.views, saved.film_id) == (piece.person_id, "draft", 0, None)


def test_a_film_is_published_when_it_is_ready(as_ada, piece, again):
    as_ada.post(at(piece), data=WELL | {"release": "ready"})
    assert (again(piece.public_id).state, again(piece.public_id).publish_when_ready) == ("draft", True)

    film = playable(again(piece.public_id))
    content.film_became_playable(film.id)
    db.session.commit()

    assert again(piece.public_id).state == "published"


def test_a_film_that_plays_is_published_at_once_and_taken_back(as_ada, piece, again):
    playable(piece)

    as_ada.post(at(piece), data=WELL | {"release": "ready"})
    assert again(piece.public_id).state == "published"
    assert "It is published" in as_ada.get(at(piece)).text

    as_ada.post(at(piece), data=WELL)
    assert again(piece.public_id).state == "draft"


def test_saving_a_published_film_keeps_its_date(as_ada, piece, again):
    playable(piece)
    as_ada.post(at(piece), data=WELL | {"release": "ready"})
    out_since = again(piece.public_id).published_at
    clock.shift(timedelta(days=1))

    as_ada.post(at(piece), data=WELL | {"release": "ready", "title": "Lower tide"})

    assert (again(piece.public_id).title, again(piece.public_id).published_at) == ("Lower tide", out_since)


def test_a_film_is_published_at_a_set_time(as_ada, piece, again):
    playable(piece)
    moment = clock.now().replace(second=0, microsecond=0) + timedelta(days=2)

    as_ada.post(at(piece), data=WELL | {"release": "later", "publish_at": f"{moment:%Y-%m-%dT%H:%M}"})

    scheduled = again(piece.public_id)
    assert (scheduled.state, scheduled.publish_at) == ("scheduled", moment)
    assert f'value="{moment:%Y-%m-%dT%H:%M}"' in as_ada.get(at(piece)).text
    clock.shift(timedelta(days=2, minutes=1))
    content.publish_due()
    db.session.commit()
    assert again(piece.public_id).state == "published"


@pytest.mark.once
def test_a_film_is_deleted_and_brought_back(as_ada, piece, again):
    playable(piece)
    content.publish(piece)

    answer = as_ada.post(at(piece, "/removal"))
    assert answer.headers["Location"] == f"/studio/?removed={piece.public_id}"
    assert again(piece.public_id).state == "removed"
    listed = as_ada.get(answer.headers["Location"]).text
    assert "is deleted" in listed
    assert "Undo" in listed
    assert as_ada.get(at(piece)).status_code == 404

    as_ada.post(at(piece, "/restoration"))
    assert again(piece.public_id).state == "published"
    assert "Undo" not in as_ada.get(f"/studio/?removed={piece.public_id}").text


def test_a_failed_film_says_why_and_can_be_tried_again(as_ada, piece, again):
    playable(piece, state="failed", playable_at=None, error_code="damaged", error_text="The tape was torn.")

    page = as_ada.get(at(piece)).text
    assert "The tape was torn." in page
    assert f"/studio/upload?film={piece.public_id}" in page

    answer = as_ada.post(at(piece, "/encode"), hx=True)
    assert answer.status_code == 200
    assert (again(piece.public_id).film.state, again(piece.public_id).film.error_code) == ("waiting", "")
    assert "Waiting for a free encoder" in answer.text


def test_progress_is_told_in_words(as_ada, piece):
    playable(
        piece,
        state="encoding",
        playable_at=None,
        step="encode",
        rendition="360p",
        percent=37.5,
        speed=2.34,
        seconds_left=95,
    )

    page, part = as_ada.get(at(piece, "/progress")), as_ada.get(at(piece, "/progress"), hx=True)

    for words in ("Making a quality", "38 %", "360p", "2.3 × as fast as it plays", "about 1:35 left"):
        assert words in page.text
        assert words in part.text
    assert "<html" in page.text
    assert "<html" not in part.text
    assert f'hx-sse:connect="/live/films/{piece.public_id}"' in part.text


def test_another_still_becomes_the_poster(as_ada, piece, monkeypatch):
    chosen = []
    monkeypatch.setattr("wm.domains.media.choose_poster", lambda film, number: chosen.append((film.id, number)))
    film = playable(piece, has_poster=True)

    answer = as_ada.post(at(piece, "/poster"), data={"still": "2"}, hx=True)

    assert answer.status_code == 200
    assert chosen == [(film.id, 2)]
    assert answer.text.count("posters-choice") == 3


@pytest.mark.once
@pytest.mark.parametrize("still", ["0", "4", "x", "", "-1"])
def test_a_poster_that_is_none_of_the_stills_is_refused(as_ada, piece, still):
    playable(piece, has_poster=True)

    assert as_ada.post(at(piece, "/poster"), data={"still": still}).status_code == 422


@pytest.mark.once
def test_a_draft_without_a_film_has_nothing_to_try_again(as_ada, piece):
    assert as_ada.post(at(piece, "/encode")).status_code == 404
    assert as_ada.post(at(piece, "/poster"), data={"still": "1"}).status_code == 404
    assert "No file yet" in as_ada.get(at(piece)).text


def test_the_file_of_a_film_is_replaced_through_the_upload_page(as_ada, piece, again, tus, run_jobs):
    playable(piece)
    old = piece.film_id
    page = as_ada.get(f"/studio/upload?film={piece.public_id}").text
    assert "Another file for “How a river remembers”" in page

    row = as_ada.post(
        "/studio/upload/rows", data={"name": "new.mp4", "size": "5000", "film": piece.public_id}, hx=True
    ).text

    assert 'data-size="5000"' in row
    assert 'name="title"' not in row
    assert again(piece.public_id).film_id == old


@pytest.mark.once
def test_nobody_replaces_somebody_elses_file(as_cy, piece):
    assert as_cy.get(f"/studio/upload?film={piece.public_id}").status_code == 404
    answer = as_cy.post("/studio/upload/rows", data={"name": "x.mp4", "size": "9", "film": piece.public_id})
    assert answer.status_code == 404
