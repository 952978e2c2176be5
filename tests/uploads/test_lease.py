"""One request at a time: the lease, and what becomes of who lost it."""

from datetime import timedelta

import pytest

from tests.uploads.conftest import Tus, pseudo_film
from wm.domains import uploads
from wm.domains.uploads import lease
from wm.domains.uploads.intake import Intake
from wm.domains.uploads.models import PART
from wm.kernel import clock
from wm.kernel.db import db

FILM = pseudo_film(PART + 400_000)


def test_a_second_request_is_423_while_the_first_is_sending(tus, find):
    url = tus.url(len(FILM))
    lease.take(find(url).id)

    assert tus.patch(url, 0, FILM[:1000]).status_code == 423
    assert tus.offset(url) == 0


def test_a_silent_request_keeps_others_out_for_seconds_only(tus, find):
    url = tus.url(len(FILM))
    lease.take(find(url).id)
    clock.shift(timedelta(seconds=lease.READING + 1))

    assert tus.patch(url, 0, FILM[:1000]).status_code == 204


def test_whoever_wakes_after_the_lease_is_refused_and_changes_nothing(any_store, tus, find, stored):
    url = tus.url(len(FILM))
    sleeper = Intake(find(url), lease.take(find(url).id))
    sleeper.write(FILM[:300_000])
    clock.shift(timedelta(seconds=lease.READING + 1))
    assert tus.patch(url, 0, FILM[: PART + 7]).status_code == 204

    with pytest.raises(uploads.Busy):
        sleeper.write(b"x" * PART)
    with pytest.raises(uploads.Busy):
        sleeper.close()

    assert tus.offset(url) == PART + 7
    tus.patch(url, PART + 7, FILM[PART + 7 :])
    assert stored(find(url).key) == FILM


def test_an_upload_that_is_ended_while_bytes_arrive_takes_no_more(any_store, tus, find, run_jobs, stored):
    url = tus.url(len(FILM))

    def chunks():
        yield FILM[: PART + 10]
        uploads.end(uploads.find(upload_id), "cancelled")
        db.session.commit()
        yield FILM[PART + 10 :]

    upload_id = find(url).id
    with pytest.raises(uploads.UploadGone):
        uploads.receive(find(url), 0, chunks())

    clock.shift(timedelta(seconds=lease.STORING + 1))
    run_jobs()
    assert find(url).state == "gone"
    assert stored() == []


def test_the_lease_is_given_back_after_every_answer(tus, find):
    url = tus.url(len(FILM))
    for status, offset, data in ((204, 0, FILM[:10]), (409, 3, b"x"), (204, 10, FILM[10:20])):
        assert tus.patch(url, offset, data).status_code == status
        assert find(url).lease_token is None


def test_the_lease_of_one_upload_does_not_hold_up_another(as_ada, tus, find):
    one, two = tus.url(len(FILM)), Tus(as_ada).url(len(FILM))
    lease.take(find(one).id)

    assert tus.patch(two, 0, FILM[:10]).status_code == 204
