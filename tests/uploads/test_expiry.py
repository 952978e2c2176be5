"""For how long: what waits too long goes, with everything that it left behind."""

from datetime import timedelta

import pytest

from tests.uploads.conftest import pseudo_film
from wm.domains import uploads
from wm.domains.uploads import room
from wm.domains.uploads.models import PART
from wm.kernel import clock, job
from wm.kernel.db import db

FILM = pseudo_film(9000)


def test_what_waited_too_long_goes_with_all_its_parts(any_store, tus, find, app, ada, run_jobs, stored):
    film = pseudo_film(PART + 5000)
    urls = [tus.url(len(film) + 1) for _ in range(3)]
    for url in urls:
        tus.patch(url, 0, film)
    assert len(stored()) == 3
    clock.shift(timedelta(hours=app.config["UPLOAD_EXPIRES_HOURS"], seconds=1))

    job.enqueue("uploads.expire")
    run_jobs()

    assert [find(url).state for url in urls] == ["gone"] * 3
    assert stored() == []
    assert uploads.left(ada.id) == app.config["UPLOAD_QUOTA_BYTES"]
    assert list(unfinished_multiparts(any_store)) == []


@pytest.mark.once
def test_many_abandoned_uploads_leave_nothing(tus, app, ada, run_jobs, stored, monkeypatch):
    monkeypatch.setattr(room, "MAX_UNFINISHED", 30)
    for _ in range(30):
        tus.patch(tus.url(10**6), 0, FILM)
    assert len(stored()) == 30
    assert tus.create(10**6).status_code == 429
    clock.shift(timedelta(hours=app.config["UPLOAD_EXPIRES_HOURS"], seconds=1))

    job.enqueue("uploads.expire")
    run_jobs()

    assert stored() == []
    assert uploads.left(ada.id) == app.config["UPLOAD_QUOTA_BYTES"]
    assert tus.create(10**6).status_code == 201


def unfinished_multiparts(place):
    """What lies half-written in a store."""
    if place.path("x") is None:
        yield from place.client.list_multipart_uploads(Bucket=place.bucket).get("Uploads", ())
    else:
        yield from (place.root / ".parts").glob("*")


def test_what_still_gets_bytes_does_not_expire(tus, find, app, run_jobs):
    url = tus.url(9000)
    for at in range(0, 5000, 1000):
        clock.shift(timedelta(hours=(at // 1000 + 1) * (app.config["UPLOAD_EXPIRES_HOURS"] - 1)))
        assert tus.patch(url, at, FILM[at : at + 1000]).status_code == 204
        job.enqueue("uploads.expire")
        run_jobs()

    assert find(url).state == "receiving"


def test_a_whole_file_never_expires(tus, find, app, run_jobs, stored):
    url = tus.create(9000, FILM).headers["Location"]
    clock.shift(timedelta(days=400))

    uploads.sweep()

    db.session.rollback()
    assert find(url).state == "complete"
    assert stored() == [find(url).key]
