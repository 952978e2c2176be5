"""tus 1.0.0, rule by rule: https://tus.io/protocols/resumable-upload."""

import hashlib

import pytest

from tests.uploads.conftest import TYPE, b64, pseudo_film

FILM = pseudo_film(5000)


# -- core


@pytest.mark.once
def test_head_tells_offset_and_length_and_is_never_cached(tus):
    answer = tus.ask("HEAD", tus.url(len(FILM)))

    assert answer.status_code == 200
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("0", "5000")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == b""


@pytest.mark.once
def test_head_of_what_never_was_is_404_without_an_offset(tus):
    answer = tus.ask("HEAD", "/uploads/never")

    assert answer.status_code == 404
    assert "Upload-Offset" not in answer.headers


@pytest.mark.once
def test_patch_at_the_offset_moves_it_by_what_was_stored(tus):
    url = tus.url(len(FILM))

    answer = tus.patch(url, 0, FILM[:1200])

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "1200")
    assert tus.offset(url) == 1200


@pytest.mark.once
@pytest.mark.parametrize("offset", [0, 1, 1199, 1201, 4999, 5000, 10**12])
def test_patch_at_another_offset_is_409_and_changes_nothing(tus, offset):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:1200])

    answer = tus.patch(url, offset, FILM[:1])

    assert answer.status_code in ((409, 413) if offset >= 5000 else (409,))
    assert tus.offset(url) == 1200


@pytest.mark.once
@pytest.mark.parametrize("offset", [None, "", "-1", "1.0", "zero", "0x0"])
def test_patch_without_a_proper_offset_is_400(tus, offset):
    url = tus.url(len(FILM))

    assert tus.patch(url, offset, FILM[:10]).status_code == 400
    assert tus.offset(url) == 0


@pytest.mark.once
@pytest.mark.parametrize("kind", [None, "", "application/octet-stream", "video/mp4", "text/html", f"{TYPE}; charset=x"])
def test_patch_of_another_content_type_is_415(tus, kind):
    url = tus.url(len(FILM))

    assert tus.patch(url, 0, FILM[:10], content_type=kind).status_code == 415
    assert tus.offset(url) == 0


@pytest.mark.once
def test_patch_of_what_never_was_is_404(tus):
    assert tus.patch("/uploads/never", 0, b"x").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("version", [None, "0.2.2", "1.0", "1.0.1", "2.0.0", " "])
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_412_names_ours_and_does_nothing(tus, find, method, version):
    url = tus.url(len(FILM))
    where, extra = ("/uploads/", {"upload_length": 9}) if method == "POST" else (url, {"upload_offset": 0})

    answer = tus.ask(method, where, FILM[:10], tus_resumable=version, content_type=TYPE, **extra)

    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert (find(url).state, find(url).received) == ("receiving", 0)


def test_options_tells_what_the_server_can_do_to_everybody(client, app):
    answer = client.options("/uploads/")

    assert answer.status_code in (200, 204)
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "expiration",
        "checksum",
        "termination",
    }
    assert int(answer.headers["Tus-Max-Size"]) == app.config["UPLOAD_MAX_BYTES"]
    assert "sha1" in answer.headers["Tus-Checksum-Algorithm"].split(",")


@pytest.mark.once
def test_every_answer_says_the_version(tus, client):
    url = tus.url(len(FILM))

    answers = [
        client.options("/uploads/"),
        tus.ask("HEAD", url),
        tus.patch(url, 7, b"x"),
        tus.ask("HEAD", "/uploads/x"),
    ]

    assert [answer.headers["Tus-Resumable"] for answer in answers] == ["1.0.0"] * 4


@pytest.mark.once
def test_a_finished_upload_tells_that_it_is_whole(tus, find, stored):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:4000])
    tus.patch(url, 4000, FILM[4000:])

    answer = tus.ask("HEAD", url)

    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("5000", "5000")
    assert find(url).state == "complete"
    assert hashlib.sha256(stored(find(url).key)).digest() == hashlib.sha256(FILM).digest()


@pytest.mark.once
def test_nothing_at_the_end_of_a_finished_upload_is_fine_and_something_is_not(tus):
    url = tus.create(len(FILM), FILM).headers["Location"]

    assert tus.patch(url, 5000, b"").status_code == 204
    assert tus.patch(url, 5000, b"x").status_code == 413
    assert tus.patch(url, 0, b"x").status_code == 409


# -- creation


@pytest.mark.once
def test_creation_answers_201_with_a_location(tus):
    answer = tus.create(len(FILM))

    assert answer.status_code == 201
    assert answer.headers["Location"].startswith("/uploads/")
    assert tus.offset(answer.headers["Location"]) == 0


@pytest.mark.once
@pytest.mark.parametrize("length", [None, "", "-1", "5.5", "five", "0x10", "99999999999999999999"])
def test_creation_without_a_proper_length_is_400(tus, length):
    assert tus.create(length).status_code == 400


@pytest.mark.once
def test_creation_beyond_the_largest_size_is_413_with_a_sentence(tus, app):
    answer = tus.create(app.config["UPLOAD_MAX_BYTES"] + 1)

    assert answer.status_code == 413
    assert "8.6 GB is the most" in answer.json["message"]


@pytest.mark.once
def test_creation_of_an_empty_file_is_refused_with_a_sentence(tus):
    answer = tus.create(0)

    assert answer.status_code == 422
    assert answer.json["message"] == "This file is empty. Choose the film itself."


@pytest.mark.once
def test_metadata_comes_back_on_head(tus):
    sent = f"filename {b64('river.mp4')},is_confidential"

    url = tus.url(len(FILM), upload_metadata=sent)

    assert tus.ask("HEAD", url).headers["Upload-Metadata"] == sent


@pytest.mark.once
@pytest.mark.parametrize("metadata", ["filename ***", "a QQ==,a QQ==", ",", "a QQ==,,b QQ==", "ä QQ=="])
def test_metadata_that_is_none_is_400(tus, metadata):
    assert tus.create(len(FILM), upload_metadata=metadata.encode().decode("latin-1")).status_code == 400
