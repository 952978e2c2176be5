"""Room: what a person may keep and what the disk must keep free hold while bytes arrive, not only before the first."""

import contextvars
import shutil
import threading
from collections import namedtuple

import pytest

from tests.uploads.conftest import pseudo_film
from wm.domains import uploads
from wm.domains.uploads import actions, intake
from wm.domains.uploads.errors import DiskFull, FileTooLarge, QuotaSpent
from wm.kernel.db import db, transaction

PART = 64 * 1024
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts small enough to send many of them."""
    for module in (actions, intake):
        monkeypatch.setattr(module, "PART", PART)


def begun(person, size=None):
    """An upload, committed."""
    upload = uploads.begin(person.id, size)
    db.session.commit()
    return upload


def parts(count: int):
    """A film of `count` parts, part by part."""
    film = pseudo_film(count * PART)
    return (film[start : start + PART] for start in range(0, len(film), PART))


def test_files_of_unknown_size_sent_side_by_side_share_one_quota(app, ada):
    app.config["UPLOAD_QUOTA_BYTES"] = 4 * PART
    first, second = begun(ada), begun(ada)

    def interrupted():
        for number, part in enumerate(parts(4)):
            if number == 1:
                uploads.receive(second, 0, parts(3))
            yield part

    with pytest.raises(FileTooLarge):
        uploads.receive(first, 0, interrupted())

    received = [uploads.find(upload.id).received for upload in (first, second)]
    assert received[1] == 3 * PART
    assert sum(received) <= 5 * PART  # one part may be on its way when the other arrives


def test_a_disk_that_fills_up_meanwhile_ends_the_request_but_not_the_upload(app, ada, monkeypatch):
    upload, free = begun(ada, 5 * PART), [500, 500, 50]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1000 * PART, 0, (free.pop(0) if free else 50) * PART))

    with pytest.raises(DiskFull):
        uploads.receive(upload, 0, parts(5))

    after = uploads.find(upload.id)
    assert (after.state, after.received) == ("receiving", 2 * PART)


def test_two_promises_at_once_do_not_both_fit_where_one_does(app, ada):
    app.config["UPLOAD_QUOTA_BYTES"], person = 100_000, ada.id
    promised, refused = threading.Event(), []

    def second():
        promised.wait(10)
        with app.app_context():
            try:
                with transaction():
                    uploads.begin(person, 60_000)
            except QuotaSpent as refusal:
                refused.append(refusal)

    other = threading.Thread(target=contextvars.Context().run, args=(second,))
    other.start()
    with transaction():
        uploads.begin(person, 60_000)
        promised.set()
        other.join(0.5)
    other.join()

    assert len(refused) == 1
    assert uploads.left(person) == 40_000
