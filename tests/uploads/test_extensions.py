"""The extensions of tus 1.0.0 that we offer, rule by rule: https://tus.io/protocols/resumable-upload."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.uploads.conftest import promise, pseudo_film
from wm.kernel import clock

FILM = pseudo_film(5000)


# -- creation-with-upload


@pytest.mark.once
def test_the_first_bytes_may_come_with_the_creation(tus):
    answer = tus.create(len(FILM), FILM[:2000])

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "2000")
    assert tus.offset(answer.headers["Location"]) == 2000


@pytest.mark.once
def test_the_whole_file_may_come_with_the_creation(tus, find, stored):
    answer = tus.create(len(FILM), FILM)

    assert answer.headers["Upload-Offset"] == "5000"
    assert find(answer.headers["Location"]).state == "complete"
    assert stored(find(answer.headers["Location"]).key) == FILM


@pytest.mark.once
def test_bytes_of_another_type_do_not_come_with_the_creation(tus, stored):
    assert tus.create(len(FILM), FILM, content_type="video/mp4").status_code == 415
    assert stored() == []


@pytest.mark.once
def test_more_bytes_than_the_length_do_not_come_with_the_creation(tus, stored):
    assert tus.create(len(FILM) - 1, FILM).status_code == 413
    assert stored() == []


# -- creation-defer-length


@pytest.mark.once
def test_the_length_may_follow_later(tus, find):
    url = tus.url(None, upload_defer_length=1)
    assert tus.ask("HEAD", url).headers["Upload-Defer-Length"] == "1"
    tus.patch(url, 0, FILM[:3000])

    answer = tus.patch(url, 3000, FILM[3000:], upload_length=5000)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "5000")
    assert find(url).state == "complete"


@pytest.mark.once
@pytest.mark.parametrize("promised", ["0", "2", "yes", ""])
def test_a_deferred_length_is_promised_by_1_and_nothing_else(tus, promised):
    assert tus.create(None, upload_defer_length=promised).status_code == 400


@pytest.mark.once
def test_length_and_promise_exclude_each_other(tus):
    assert tus.create(5000, upload_defer_length=1).status_code == 400


def test_a_length_once_set_stays(tus):
    url = tus.url(None, upload_defer_length=1)
    tus.patch(url, 0, FILM[:100], upload_length=5000)

    answer = tus.patch(url, 100, FILM[100:200], upload_length=6000)

    assert answer.status_code == 400
    assert tus.ask("HEAD", url).headers["Upload-Length"] == "5000"
    assert tus.offset(url) == 100


@pytest.mark.once
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


@pytest.mark.once
def test_a_finished_upload_has_no_end(tus):
    answer = tus.create(len(FILM), FILM)

    assert "Upload-Expires" not in answer.headers


# -- checksum


@pytest.mark.once
@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_bytes_that_match_their_checksum_are_kept(tus, algorithm):
    url = tus.url(len(FILM))

    assert tus.patch(url, 0, FILM[:900], **promised(FILM[:900], algorithm)).status_code == 204
    assert tus.offset(url) == 900


@pytest.mark.once
def test_bytes_that_do_not_match_are_460_and_thrown_away(tus, find, stored):
    url = tus.url(len(FILM))
    tus.patch(url, 0, FILM[:900])

    answer = tus.patch(url, 900, FILM[900:1800], **promised(FILM[901:1801]))

    assert answer.status_code == 460
    assert tus.offset(url) == 900
    tus.patch(url, 900, FILM[900:], **promised(FILM[900:]))
    assert stored(find(url).key) == FILM


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
def test_a_finished_upload_is_not_ended_by_its_sender(tus, find):
    url = tus.create(len(FILM), FILM).headers["Location"]

    assert tus.ask("DELETE", url).status_code == 409
    assert find(url).state == "complete"
