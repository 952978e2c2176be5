"""The upload form without JavaScript: streamed into storage, nothing lost when a field needs another look."""

import hashlib
import io
import sqlite3
import tracemalloc
from contextlib import closing

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


@pytest.mark.once
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


@pytest.mark.once
def test_a_film_without_a_title_is_named_after_its_file(as_ada, pieces):
    send(as_ada, ("the_old-bridge.mov", FILM), **WELL | {"title": ""})

    assert [piece.title for piece in pieces()] == ["The old bridge"]


def test_several_films_come_in_at_once(as_ada, pieces):
    answer = send(as_ada, ("one.mp4", FILM), ("two.mp4", FILM), **WELL)

    assert answer.headers["Location"] == "/studio/"
    assert [piece.title for piece in pieces()] == ["One", "Two"]


class Trickle:
    """A request body that exists only while it is read."""

    def __init__(self, head: bytes, count: int, tail: bytes):
        self.pieces = iter([head, *[bytes(65_536)] * count, tail])
        self.length = len(head) + count * 65_536 + len(tail)
        self.left = b""

    def read(self, size: int = -1) -> bytes:
        while len(self.left) < size and (piece := next(self.pieces, b"")):
            self.left += piece
        out, self.left = self.left[:size], self.left[size:]
        return out


@pytest.mark.once
def test_a_long_file_is_never_held_whole(as_ada, pieces):
    fields = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in WELL.items()
    )
    opening = '--b\r\nContent-Disposition: form-data; name="films"; filename="long.mp4"\r\n\r\n'
    body = Trickle((fields + opening).encode() + FILM, 1500, b"\r\n--b--\r\n")
    tracemalloc.start()

    kind = "multipart/form-data; boundary=b"
    real = {"wsgi.input": body, "CONTENT_LENGTH": str(body.length), "CONTENT_TYPE": kind}
    answer = as_ada.post("/studio/upload", environ_overrides=real)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 303
    [piece] = pieces()
    assert uploads.latest_for([piece.public_id])[piece.public_id].size == len(FILM) + 1500 * 65_536
    assert peak < 3 * PART  # of a file of almost 100 MB


@pytest.mark.once
@pytest.mark.parametrize("quota", [10**9, 20_000])
@pytest.mark.parametrize("second", [FILM[:3000], b"Only words. " * 900])
def test_nobody_waits_while_a_form_trickles_in(as_ada, app, second, quota):
    app.config["UPLOAD_QUOTA_BYTES"] = quota
    waited = []

    def look():
        with closing(sqlite3.connect(app.config["DATABASE_URL"].removeprefix("sqlite:///"), timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as busy:
                waited.append(str(busy))

    class Watched:
        def __init__(self, content):
            self.content = io.BytesIO(content)

        def read(self, size=-1):
            look()
            return self.content.read(min(size, 100))

    files = [("one.mp4", FILM[:4000]), ("two.mp4", second), ("three.mp4", FILM[:9000])]
    head = '--b\r\nContent-Disposition: form-data; name="films"; filename="{}"\r\n\r\n'
    sent = b"".join(head.format(name).encode() + content + b"\r\n" for name, content in files) + b"--b--\r\n"
    real = {
        "wsgi.input": Watched(sent),
        "CONTENT_LENGTH": str(len(sent)),
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
    }

    as_ada.post("/studio/upload", environ_overrides=real)

    assert waited == []


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
def test_one_bad_file_among_good_ones_keeps_the_good(as_ada, ada):
    answer = send(as_ada, ("one.mp4", FILM), ("note.mp4", b"only text here " * 99), **WELL)

    assert answer.status_code == 422
    assert "one.mp4 has arrived" in answer.text
    assert "note.mp4: This is a text file" in answer.text
    assert [each.name for each in uploads.unfinished(ada.id)] == ["one.mp4"]


@pytest.mark.once
def test_somebody_elses_arrived_file_is_not_taken(as_ada, as_ben, ada, pieces):
    send(as_ada, ("tide.mp4", FILM), **WELL | {"title": "x" * 500})
    [kept] = uploads.unfinished(ada.id)

    assert send(as_ben, **WELL, arrived=kept.public_id).status_code == 404
    assert pieces() == []


@pytest.mark.once
def test_a_form_cut_off_leaves_no_half_film(as_ada, ada, pieces, run_jobs, stored):
    boundary = (
        b'--b\r\nContent-Disposition: form-data; name="films"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    )

    answer = as_ada.post("/studio/upload", data=boundary + FILM, content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 400
    run_jobs()
    assert (pieces(), uploads.unfinished(ada.id), stored()) == ([], [], [])


@pytest.mark.once
def test_the_token_is_looked_at_before_the_first_byte_of_a_file(app, as_ada, ada, stored):
    app.config["WTF_CSRF_ENABLED"] = True

    answer = send(as_ada, ("tide.mp4", FILM), **WELL)

    assert answer.status_code == 400
    assert (uploads.unfinished(ada.id), stored()) == ([], [])


@pytest.mark.once
def test_a_stranger_is_sent_to_sign_in(client, stored):
    assert send(client, ("tide.mp4", FILM), **WELL).status_code == 303
    assert stored() == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "multipart/form-data; boundary=b", 422),
        (b"no form at all", "multipart/form-data; boundary=b", 400),
        (b"--b--\r\n", "multipart/form-data", 415),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (
            b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n' + b"x" * 700_000 + b"\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
            413,
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name="t"\r\n\r\nx\r\n' * 200 + b"--b--\r\n",
            "multipart/form-data; boundary=b",
            413,
        ),
        (b"--b\r\nX: " + b"y" * 700_000 + b"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", 413),
    ],
)
def test_a_form_that_is_none_is_refused(as_ada, pieces, body, kind, status):
    assert as_ada.post("/studio/upload", data=body, content_type=kind).status_code == status
    assert pieces() == []
