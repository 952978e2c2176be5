"""The upload form without JavaScript: streamed into storage, nothing lost when a field needs another look."""

import hashlib
import io
import tracemalloc

import pytest

from tests.uploads.conftest import pseudo_film
from wm.domains import uploads
from wm.domains.uploads.models import PART

FILM = pseudo_film(30_000)
WELL = {
    "title": "Low tide",
    "description": "Slow.",
    "category": "nature",
    "tags": "Sea, calm",
    "visibility": "unlisted",
    "release": "draft",
}


def send(browser, *files, **fields):
    """Send the form as a browser does; files are (name, bytes)."""
    data = {**fields, "films": [(io.BytesIO(content), name) for name, content in files]}
    return browser.post("/studio/upload", data=data, content_type="multipart/form-data")


def test_a_film_comes_in_with_all_that_was_said_about_it(as_ada, pieces, stored):
    answer = send(as_ada, ("tide.mp4", FILM), **WELL)

    [piece] = pieces()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/studio/films/{piece.public_id}"
    assert (piece.title, piece.description, piece.category.slug) == ("Low tide", "Slow.", "nature")
    assert (piece.tags, piece.visibility, piece.state) == (["sea", "calm"], "unlisted", "draft")
    upload = uploads.latest_for([piece.public_id])[piece.public_id]
    assert (upload.state, upload.size) == ("complete", 30_000)
    assert hashlib.sha256(stored(upload.key)).digest() == hashlib.sha256(FILM).digest()


def test_a_film_without_a_title_is_named_after_its_file(as_ada, pieces):
    send(as_ada, ("the_old-bridge.mov", FILM), **WELL | {"title": ""})

    assert [piece.title for piece in pieces()] == ["The old bridge"]


def test_several_films_come_in_at_once(as_ada, pieces):
    answer = send(as_ada, ("one.mp4", FILM), ("two.mp4", FILM), **WELL)

    assert answer.headers["Location"] == "/studio/"
    assert [piece.title for piece in pieces()] == ["One", "Two"]


def test_a_file_longer_than_a_part_is_never_held_whole(as_ada, pieces, stored):
    film = pseudo_film(3 * PART + 12_345)
    body = io.BytesIO(film)
    tracemalloc.start()

    as_ada.post("/studio/upload", data={**WELL, "films": (body, "long.mp4")}, content_type="multipart/form-data")

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    [piece] = pieces()
    assert stored(uploads.latest_for([piece.public_id])[piece.public_id].key) == film
    assert peak < 12 * len(
        film
    )  # the test browser itself holds the body a few times; see test_memory for the server alone


def test_a_field_that_needs_another_look_keeps_what_was_typed_and_the_file(as_ada, ada, pieces):
    answer = send(as_ada, ("tide.mp4", FILM), **WELL | {"title": "x" * 500})

    assert answer.status_code == 422
    assert "Slow." in answer.text
    assert "tide.mp4 has arrived" in answer.text
    assert pieces() == []
    [kept] = uploads.unfinished(ada.id)

    again = send(as_ada, **WELL, arrived=kept.public_id)

    assert again.status_code == 303
    assert [piece.title for piece in pieces()] == ["Low tide"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose the film that you want to upload"),
        (b"just words, and some more of them\n" * 40, "This is a text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(3000), "This is a picture"),
        (bytes(range(256)) * 20, "does not look like a film"),
    ],
)
def test_what_is_no_film_gets_a_sentence_and_what_was_typed_stays(as_ada, pieces, stored, run_jobs, content, words):
    answer = send(as_ada, ("film.mp4" if content else "", content), **WELL)

    assert answer.status_code == 422
    assert words in answer.text
    assert "Low tide" in answer.text
    assert pieces() == []
    run_jobs()
    assert stored() == []


def test_one_bad_file_among_good_ones_keeps_the_good(as_ada, ada):
    answer = send(as_ada, ("one.mp4", FILM), ("note.mp4", b"only text here " * 99), **WELL)

    assert answer.status_code == 422
    assert "one.mp4 has arrived" in answer.text
    assert "note.mp4: This is a text file" in answer.text
    assert [each.name for each in uploads.unfinished(ada.id)] == ["one.mp4"]


def test_somebody_elses_arrived_file_is_not_taken(as_ada, as_ben, ada, pieces):
    send(as_ada, ("tide.mp4", FILM), **WELL | {"title": "x" * 500})
    [kept] = uploads.unfinished(ada.id)

    assert send(as_ben, **WELL, arrived=kept.public_id).status_code == 404
    assert pieces() == []


def test_a_form_cut_off_leaves_no_half_film(as_ada, ada, pieces, run_jobs, stored):
    boundary = (
        b'--b\r\nContent-Disposition: form-data; name="films"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    )

    answer = as_ada.post("/studio/upload", data=boundary + FILM, content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 400
    run_jobs()
    assert (pieces(), uploads.unfinished(ada.id), stored()) == ([], [], [])


def test_the_token_is_looked_at_before_the_first_byte_of_a_file(app, as_ada, ada, stored):
    app.config["WTF_CSRF_ENABLED"] = True

    answer = send(as_ada, ("tide.mp4", FILM), **WELL)

    assert answer.status_code == 400
    assert (uploads.unfinished(ada.id), stored()) == ([], [])


def test_a_stranger_is_sent_to_sign_in(client, stored):
    assert send(client, ("tide.mp4", FILM), **WELL).status_code == 303
    assert stored() == []
