"""tus 1.0.0, rule by rule: https://tus.io/protocols/resumable-upload."""

import hashlib
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.uploads.conftest import TYPE, b64, promise, pseudo_film
from wm.kernel import clock

FILM = pseudo_film(5000)


# -- core


def test_head_tells_offset_and_length_and_is_never_cached(tus):
    answer = tus.ask("HEAD", tus.url(len(FILM)))

    assert answer.status_code == 200
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("0", "5000")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == b""


def test_head_of_what_never_was_is_404_without_an_offset(tus):
    answer = tus.ask("HEAD", "/uploads/never")

    assert answer.status_code == 404
    assert "Upload-Offset" not in answer.headers


def test_patch_at_the_offset_moves_it_by_what_was_stored(tus):
    url = tus.url(len(FILM))

    answer = tus.patch(url, 0, FILM[:1200])

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "1200")
    assert tus.offset(url) == 1200


@pytest.mark.parametrize("offset", [0, 1, 1199, 1201, 4999, 5000, 10**12])
def test_patch_at_another_offset_is_409_and_changes_nothing(tus, offset):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:1200])

    answer = tus.patch(url, offset, FILM[:1])

    assert answer.status_code in ((409, 413) if offset >= 5000 else (409,))
    assert tus.offset(url) == 1200


@pytest.mark.parametrize("offset", [None, "", "-1", "1.0", "zero", "0x0"])
def test_patch_without_a_proper_offset_is_400(tus, offset):
    url = tus.url(len(FILM))

    assert tus.patch(url, offset, FILM[:10]).status_code == 400
    assert tus.offset(url) == 0


@pytest.mark.parametrize("kind", [None, "", "application/octet-stream", "video/mp4", "text/html", f"{TYPE}; charset=x"])
def test_patch_of_another_content_type_is_415(tus, kind):
    url = tus.url(len(FILM))

    assert tus.patch(url, 0, FILM[:10], content_type=kind).status_code == 415
    assert tus.offset(url) == 0


def test_patch_of_what_never_was_is_404(tus):
    assert tus.patch("/uploads/never", 0, b"x").status_code == 404


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


def test_every_answer_says_the_version(tus, client):
    url = tus.url(len(FILM))

    answers = [
        client.options("/uploads/"),
        tus.ask("HEAD", url),
        tus.patch(url, 7, b"x"),
        tus.ask("HEAD", "/uploads/x"),
    ]

    assert [answer.headers["Tus-Resumable"] for answer in answers] == ["1.0.0"] * 4


def test_a_finished_upload_tells_that_it_is_whole(tus, find, stored):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:4000])
    tus.patch(url, 4000, FILM[4000:])

    answer = tus.ask("HEAD", url)

    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("5000", "5000")
    assert find(url).state == "complete"
    assert hashlib.sha256(stored(find(url).key)).digest() == hashlib.sha256(FILM).digest()


def test_nothing_at_the_end_of_a_finished_upload_is_fine_and_something_is_not(tus):
    url = tus.create(len(FILM), FILM).headers["Location"]

    assert tus.patch(url, 5000, b"").status_code == 204
    assert tus.patch(url, 5000, b"x").status_code == 413
    assert tus.patch(url, 0, b"x").status_code == 409


# -- creation


def test_creation_answers_201_with_a_location(tus):
    answer = tus.create(len(FILM))

    assert answer.status_code == 201
    assert answer.headers["Location"].startswith("/uploads/")
    assert tus.offset(answer.headers["Location"]) == 0


@pytest.mark.parametrize("length", [None, "", "-1", "5.5", "five", "0x10", "99999999999999999999"])
def test_creation_without_a_proper_length_is_400(tus, length):
    assert tus.create(length).status_code == 400


def test_creation_beyond_the_largest_size_is_413_with_a_sentence(tus, app):
    answer = tus.create(app.config["UPLOAD_MAX_BYTES"] + 1)

    assert answer.status_code == 413
    assert "8 GB is the most" in answer.json["message"]


def test_creation_of_an_empty_file_is_refused_with_a_sentence(tus):
    answer = tus.create(0)

    assert answer.status_code == 422
    assert answer.json["message"] == "This file is empty. Choose the film itself."


def test_metadata_comes_back_on_head(tus):
    sent = f"filename {b64('river.mp4')},is_confidential"

    url = tus.url(len(FILM), upload_metadata=sent)

    assert tus.ask("HEAD", url).headers["Upload-Metadata"] == sent


@pytest.mark.parametrize("metadata", ["filename ***", "a QQ==,a QQ==", ",", "a QQ==,,b QQ==", "ä QQ=="])
def test_metadata_that_is_none_is_400(tus, metadata):
    assert tus.create(len(FILM), upload_metadata=metadata.encode().decode("latin-1")).status_code == 400


# -- creation-with-upload


def test_the_first_bytes_may_come_with_the_creation(tus):
    answer = tus.create(len(FILM), FILM[:2000])

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "2000")
    assert tus.offset(answer.headers["Location"]) == 2000


def test_the_whole_file_may_come_with_the_creation(tus, find, stored):
    answer = tus.create(len(FILM), FILM)

    assert answer.headers["Upload-Offset"] == "5000"
    assert find(answer.headers["Location"]).state == "complete"
    assert stored(find(answer.headers["Location"]).key) == FILM


def test_bytes_of_another_type_do_not_come_with_the_creation(tus, stored):
    assert tus.create(len(FILM), FILM, content_type="video/mp4").status_code == 415
    assert stored() == []


def test_more_bytes_than_the_length_do_not_come_with_the_creation(tus, stored):
    assert tus.create(len(FILM) - 1, FILM).status_code == 413
    assert stored() == []


# -- creation-defer-length


def test_the_length_may_follow_later(tus, find):
    url = tus.url(None, upload_defer_length=1)
    assert tus.ask("HEAD", url).headers["Upload-Defer-Length"] == "1"
    tus.patch(url, 0, FILM[:3000])

    answer = tus.patch(url, 3000, FILM[3000:], upload_length=5000)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "5000")
    assert find(url).state == "complete"


@pytest.mark.parametrize("promised", ["0", "2", "yes", ""])
def test_a_deferred_length_is_promised_by_1_and_nothing_else(tus, promised):
    assert tus.create(None, upload_defer_length=promised).status_code == 400


def test_length_and_promise_exclude_each_other(tus):
    assert tus.create(5000, upload_defer_length=1).status_code == 400


def test_a_length_once_set_stays(tus):
    url = tus.url(None, upload_defer_length=1)
    tus.patch(url, 0, FILM[:100], upload_length=5000)

    answer = tus.patch(url, 100, FILM[100:200], upload_length=6000)

    assert answer.status_code == 400
    assert tus.ask("HEAD", url).headers["Upload-Length"] == "5000"
    assert tus.offset(url) == 100


def test_a_late_length_is_held_against_the_largest_size(tus, app):
    url = tus.url(None, upload_defer_length=1)

    assert tus.patch(url, 0, FILM[:100], upload_length=app.config["UPLOAD_MAX_BYTES"] + 1).status_code == 413
    assert tus.offset(url) == 0


# -- expiration


def test_an_unfinished_upload_says_when_it_ends(tus, app):
    answer = tus.create(len(FILM))

    ends = parsedate_to_datetime(answer.headers["Upload-Expires"])
    assert abs(ends - clock.now() - timedelta(hours=app.config["UPLOAD_EXPIRES_HOURS"])) < timedelta(seconds=5)


def test_every_byte_moves_the_end_away(tus, app):
    url = tus.url(len(FILM))
    clock.shift(timedelta(hours=app.config["UPLOAD_EXPIRES_HOURS"] - 1))

    answer = tus.patch(url, 0, FILM[:10])

    assert parsedate_to_datetime(answer.headers["Upload-Expires"]) > clock.now() + timedelta(hours=2)


def test_an_expired_upload_is_410(tus, app):
    url = tus.url(len(FILM))
    clock.shift(timedelta(hours=app.config["UPLOAD_EXPIRES_HOURS"], seconds=1))

    assert tus.ask("HEAD", url).status_code == 410
    assert tus.patch(url, 0, FILM[:10]).status_code == 410


def test_a_finished_upload_has_no_end(tus):
    answer = tus.create(len(FILM), FILM)

    assert "Upload-Expires" not in answer.headers


# -- checksum


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_bytes_that_match_their_checksum_are_kept(tus, algorithm):
    url = tus.url(len(FILM))

    assert tus.patch(url, 0, FILM[:900], **promised(FILM[:900], algorithm)).status_code == 204
    assert tus.offset(url) == 900


def test_bytes_that_do_not_match_are_460_and_thrown_away(tus, find, stored):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:900])

    answer = tus.patch(url, 900, FILM[900:1800], **promised(FILM[901:1801]))

    assert answer.status_code == 460
    assert tus.offset(url) == 900
    tus.patch(url, 900, FILM[900:], **promised(FILM[900:]))
    assert stored(find(url).key) == FILM


@pytest.mark.parametrize("checksum", ["crc32 AAAA", "sha1", "sha1 !!", "sha1 AAAA", "", "SHA1 AAAA"])
def test_a_checksum_that_can_not_be_checked_is_400(tus, checksum):
    url = tus.url(len(FILM))

    assert tus.patch(url, 0, FILM[:900], upload_checksum=checksum).status_code == 400
    assert tus.offset(url) == 0


def test_a_checksum_counts_at_creation_too(tus, stored):
    assert tus.create(len(FILM), FILM, **promised(FILM)).status_code == 201
    assert tus.create(len(FILM), FILM, **promised(b"other")).status_code == 460
    assert len(stored()) == 1


def promised(content: bytes, algorithm: str = "sha1") -> dict[str, str]:
    """The checksum as a keyword of our small client."""
    return {"upload_checksum": promise(content, algorithm)["Upload-Checksum"]}


# -- termination


def test_an_ended_upload_is_gone_and_so_are_its_bytes(tus, run_jobs, stored):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:4000])
    assert len(stored()) == 1

    assert tus.ask("DELETE", url).status_code == 204

    run_jobs()
    assert stored() == []
    assert tus.ask("HEAD", url).status_code == 410
    assert tus.patch(url, 4000, FILM[4000:]).status_code == 410
    assert tus.ask("DELETE", url).status_code == 410


def test_a_finished_upload_is_not_ended_by_its_sender(tus, find):
    url = tus.create(len(FILM), FILM).headers["Location"]

    assert tus.ask("DELETE", url).status_code == 409
    assert find(url).state == "complete"
