"""Who may send, how much, and what: rules that a client can't talk its way around."""

import shutil
from collections import namedtuple

import pytest

from tests.uploads.conftest import TYPE, Tus, b64, pseudo_film
from tests.uploads.hostile import HOSTILE
from wm.domains import uploads
from wm.domains.uploads.models import PART

FILM = pseudo_film(9000)
Disk = namedtuple("Disk", "total used free")


# -- who


@pytest.mark.once
def test_nobody_uploads_without_a_session(client):
    stranger = Tus(client)

    assert stranger.create(9000).status_code == 401
    assert stranger.ask("HEAD", "/uploads/x").status_code == 401


@pytest.mark.once
@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_an_upload_is_its_owners_alone(tus, as_cy, as_ruth, find, method):
    url = tus.url(9000)

    for somebody in (Tus(as_cy), Tus(as_ruth)):
        answer = somebody.ask(method, url, FILM[:10], upload_offset=0, content_type=TYPE)
        assert answer.status_code == 404

    assert (find(url).state, find(url).received) == ("receiving", 0)


@pytest.mark.once
def test_another_site_can_not_send_in_ones_name(tus):
    for headers in (
        {"sec_fetch_site": "cross-site"},
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "same-site"},
    ):
        assert tus.create(9000, **headers).status_code == 403


@pytest.mark.once
def test_a_session_alone_is_not_enough_without_the_token(app, tus, find):
    url = tus.url(9000)
    app.config["WTF_CSRF_ENABLED"] = True

    assert tus.create(9000).status_code == 400
    assert tus.patch(url, 0, FILM[:10]).status_code == 400
    assert tus.ask("DELETE", url).status_code == 400
    assert (find(url).state, find(url).received) == ("receiving", 0)


# -- the method that counts


@pytest.mark.once
@pytest.mark.parametrize("override", ["PATCH", "patch"])
def test_a_post_may_stand_for_a_patch_under_the_same_checks(tus, find, override):
    url = tus.url(9000)

    def post(**headers):
        given = {"upload_offset": 0, "content_type": TYPE, "x_http_method_override": override}
        return tus.ask("POST", url, FILM[:10], **given | headers).status_code

    refused = [
        post(tus_resumable=None),
        post(content_type="text/plain"),
        post(upload_offset=5),
        post(upload_offset=None),
    ]
    assert refused == [412, 415, 409, 400]
    assert tus.offset(url) == 0
    assert post() == 204
    assert tus.offset(url) == 10


def test_a_post_may_stand_for_head_and_delete(tus, find):
    url = tus.url(9000)

    assert tus.ask("POST", url, x_http_method_override="HEAD").headers["Upload-Offset"] == "0"
    assert tus.ask("POST", url, x_http_method_override="DELETE").status_code == 204
    assert find(url).state == "gone"


@pytest.mark.once
@pytest.mark.parametrize("override", ["PUT", "GET", "POST", "TRACE", "DELETE\r\nX: y", "", "PATCH,DELETE"])
def test_a_post_stands_for_nothing_else(tus, find, override):
    url = tus.url(9000)
    try:
        answer = tus.ask("POST", url, FILM[:10], upload_offset=0, content_type=TYPE, x_http_method_override=override)
    except ValueError:
        return  # the client library itself refuses a line break

    assert answer.status_code == 405
    assert (find(url).state, find(url).received) == ("receiving", 0)


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 405), ("OPTIONS", 204)])
def test_a_method_that_changes_nothing_never_stands_for_one_that_does(tus, find, method, status):
    url = tus.url(9000)

    answer = tus.ask(method, url, upload_offset=0, content_type=TYPE, x_http_method_override="DELETE")

    assert answer.status_code == status
    assert find(url).state == "receiving"


# -- how much


@pytest.mark.once
@pytest.mark.parametrize("surplus", [1, 2, 100, 4096, 70_000])
@pytest.mark.parametrize("sent", [0, 1, 4500, 8999])
def test_more_bytes_than_declared_are_refused_before_any_is_stored(tus, find, sent, surplus):
    url = tus.url(9000)
    if sent:
        tus.patch(url, 0, FILM[:sent])

    assert tus.patch(url, sent, FILM[sent:] + b"x" * surplus).status_code == 413
    assert find(url).received == sent


@pytest.mark.once
@pytest.mark.parametrize("size", [9001, 70_000, PART + 9000])
def test_more_chunks_than_declared_are_refused_when_no_length_was_announced(tus, find, size):
    url = tus.url(9000)

    with pytest.raises(uploads.TooManyBytes):
        uploads.receive(find(url), 0, [FILM, b"x" * (size - 9000)])

    assert find(url).received <= 9000
    assert find(url).state == "receiving"


def test_a_person_keeps_no_more_than_the_quota(tus, as_ben, app):
    app.config["UPLOAD_QUOTA_BYTES"] = 20_000
    tus.create(9000, FILM)
    tus.url(9000)

    answer = tus.create(9000)

    assert answer.status_code == 413
    assert answer.json["message"].startswith("You have 2 KB of space left")
    assert Tus(as_ben).create(9000).status_code == 201


def test_an_ended_upload_gives_its_space_back(tus, app, ada):
    app.config["UPLOAD_QUOTA_BYTES"] = 10_000
    url = tus.url(9000)
    assert uploads.left(ada.id) == 1000

    tus.ask("DELETE", url)

    assert uploads.left(ada.id) == 10_000


def test_an_upload_of_unknown_length_stops_at_the_quota(tus, app, find):
    app.config["UPLOAD_QUOTA_BYTES"] = 5000
    url = tus.url(None, upload_defer_length=1)

    assert tus.patch(url, 0, FILM).status_code == 413
    assert find(url).received == 0


@pytest.mark.once
def test_too_many_unfinished_uploads_have_to_wait(tus, monkeypatch):
    monkeypatch.setattr("wm.domains.uploads.room.MAX_UNFINISHED", 2)
    tus.url(9000)
    tus.url(9000)

    assert tus.create(9000).status_code == 429


@pytest.mark.once
def test_a_full_disk_refuses_before_the_first_byte(tus, monkeypatch, stored):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1000**3, 0, 99 * 1000**2))

    answer = tus.create(9000, FILM)

    assert answer.status_code == 507
    assert "out of room" in answer.json["message"]
    assert stored() == []


# -- what


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Only words. " * 800, "text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9000), "picture"),
        (b"PK\x03\x04" + bytes(9000), "archive"),
        (b"%PDF-1.7\n" + bytes(9000), "document"),
        (b"#EXTM3U\nfile:///etc/passwd\n" * 400, "list of films"),
        (bytes(9000), "does not look like a film"),
    ],
)
def test_what_can_not_be_a_film_is_refused_at_its_first_bytes(tus, find, run_jobs, stored, content, words):
    url = tus.url(10**9)

    answer = tus.patch(url, 0, content)

    assert answer.status_code == 422
    assert words in answer.json["message"]
    assert tus.ask("HEAD", url).status_code == 410
    run_jobs()
    assert stored() == []
    assert find(url).received == 0


@pytest.mark.once
def test_the_first_bytes_are_looked_at_however_slowly_they_come(tus):
    url = tus.url(9000)
    text = b"Only words. " * 800
    for at in range(0, 510, 30):
        assert tus.patch(url, at, text[at : at + 30]).status_code == 204

    assert tus.patch(url, 510, text[510:540]).status_code == 422


def test_the_claimed_type_and_name_count_for_nothing(tus):
    metadata = f"filename {b64('film.mp4')},filetype {b64('video/mp4')}"

    assert tus.create(9000, b"Only words. " * 750, upload_metadata=metadata).status_code == 422


@pytest.mark.once
def test_hostile_file_names_are_only_ever_shown(tus, find, stored):
    assert len(HOSTILE) == 200  # bin/trust media sends and encodes a film under each
    for name in HOSTILE:
        assert not {"\n", "\r", "\x00", "/", "\\", "\u202e"} & set(uploads.shown(name)), name
    for name in HOSTILE[::8]:
        url = tus.create(600, FILM[:600], upload_metadata=f"filename {b64(name)}").headers["Location"]

        assert find(url).name == uploads.shown(name) == uploads.shown(name).strip()
        assert tus.ask("HEAD", url).headers["Upload-Metadata"] == f"filename {b64(name)}"

    keys = stored()
    assert len(keys) == len(HOSTILE[::8])
    assert all(key.startswith("raw/") and key[4:].isalnum() and len(key) == 26 for key in keys)


@pytest.mark.once
def test_one_request_may_be_larger_than_any_form(tus, app, find, stored):
    film = pseudo_film(app.config["MAX_CONTENT_LENGTH"] + 1_000_000)

    assert tus.create(len(film), film).status_code == 201

    [key] = stored()
    assert stored(key) == film
