"""Bytes on their way into storage, part by part: what is told is stored, whatever happens in between."""

import random

import pytest

from tests.uploads.conftest import promise, pseudo_film
from wm.domains import uploads
from wm.domains.uploads.intake import Intake
from wm.domains.uploads.lease import free, take
from wm.domains.uploads.models import PART
from wm.kernel.db import db
from wm.kernel.storage import store

LONG = pseudo_film(2 * PART + 54_321)


def begin(person, size):
    """An upload of `person`, committed."""
    upload = uploads.begin(person.id, size)
    db.session.commit()
    return upload


def in_pieces(content: bytes, size: int):
    return (content[start : start + size] for start in range(0, len(content), size))


@pytest.mark.parametrize("size", [1, 511, 512, 513, PART - 1, PART, PART + 1, 2 * PART, len(LONG)])
def test_a_file_of_any_size_comes_out_as_it_went_in(any_store, ada, stored, size):
    film = LONG[:size] if size > 4 else b"\x1a\x45\xdf\xa3"
    upload = begin(ada, len(film))

    done = uploads.receive(upload, 0, in_pieces(film, 300_000))

    assert (done.state, done.received) == ("complete", len(film))
    assert stored() == [done.key]
    assert stored(done.key) == film


def test_a_file_in_many_requests_comes_out_as_it_went_in(any_store, ada, stored):
    upload, dice = begin(ada, len(LONG)), random.Random(3)
    while upload.received < len(LONG):
        count = dice.choice([1, 700, 40_000, 5_000_000, PART, 9_000_000])
        piece = LONG[upload.received : upload.received + count]

        upload = uploads.receive(upload, upload.received, in_pieces(piece, 65_536))

        assert len([key for key in stored() if ".tail/" in key]) <= 1

    assert stored() == [upload.key]
    assert stored(upload.key) == LONG


def test_a_request_that_dies_loses_only_what_was_not_told(any_store, ada, stored):
    upload = begin(ada, len(LONG))
    dying = Intake(upload, take(upload.id))
    for piece in in_pieces(LONG[: PART + 1_000_000], 250_000):
        dying.write(piece)
    free(upload.id, dying.token)  # as its end does by itself after some seconds

    upload = uploads.find(upload.id)
    assert upload.received == PART
    done = uploads.receive(upload, PART, in_pieces(LONG[PART:], 1_000_000))

    assert stored(done.key) == LONG


def test_chunks_that_end_early_are_stored_as_far_as_they_came(any_store, ada):
    upload = begin(ada, len(LONG))

    upload = uploads.receive(upload, 0, in_pieces(LONG[:1_234_567], 65_536))

    assert (upload.state, upload.received) == ("receiving", 1_234_567)
    assert b"".join(store().open(upload.tail)) == LONG[:1_234_567]


def test_a_slow_line_is_written_down_before_a_part_is_full(app, ada, monkeypatch):
    upload, seconds = begin(ada, len(LONG)), iter(range(0, 10_000, 3))
    monkeypatch.setattr("wm.kernel.clock.monotonic", lambda: float(next(seconds)))
    slow = Intake(upload, take(upload.id))

    for piece in in_pieces(LONG[:40_000], 4_000):
        slow.write(piece)

    assert uploads.find(upload.id).received >= 32_000


@pytest.mark.once
def test_damaged_bytes_over_several_parts_change_nothing(any_store, ada, stored):
    upload = begin(ada, len(LONG))
    upload = uploads.receive(upload, 0, [LONG[:100_000]])
    wrong = uploads.protocol.checksum(promise(LONG)["Upload-Checksum"])

    with pytest.raises(uploads.ChecksumMismatch):
        uploads.receive(upload, 100_000, in_pieces(LONG[100_000:][::-1], 500_000), wrong)

    assert uploads.find(upload.id).received == 100_000
    right = uploads.protocol.checksum(promise(LONG[100_000:])["Upload-Checksum"])
    done = uploads.receive(uploads.find(upload.id), 100_000, in_pieces(LONG[100_000:], 500_000), right)
    assert stored(done.key) == LONG


@pytest.mark.parametrize("deed", ["begin", "put_part", "put", "complete"])
def test_a_store_that_fails_in_the_middle_leaves_an_upload_that_goes_on(any_store, ada, stored, monkeypatch, deed):
    upload, offset = begin(ada, len(LONG)), 0
    with monkeypatch.context() as broken:
        broken.setattr(
            type(store()), deed, lambda *_args, **_kwargs: (_ for _ in ()).throw(OSError("the store is away"))
        )
        with pytest.raises(OSError, match="the store is away"):
            uploads.receive(upload, 0, in_pieces(LONG if deed != "put" else LONG[:1000], 500_000))

    upload = uploads.find(upload.id)
    offset = upload.received
    assert offset == {"begin": 0, "put_part": 0, "put": 0, "complete": len(LONG)}[deed]
    done = uploads.receive(upload, offset, [LONG[offset:]]) if offset < len(LONG) else uploads.settle(upload)
    assert done.state == "complete"
    assert stored(done.key) == LONG


def test_the_last_step_may_be_repeated_after_it_was_half_done(any_store, ada, stored, run_jobs, monkeypatch):
    upload = begin(ada, len(LONG))
    with monkeypatch.context() as broken:
        broken.setattr(
            "wm.domains.uploads.actions.record", lambda _fact: (_ for _ in ()).throw(RuntimeError("power cut"))
        )
        with pytest.raises(RuntimeError):
            uploads.receive(upload, 0, in_pieces(LONG, 1_000_000))
    assert uploads.find(upload.id).state == "receiving"

    uploads.sweep()

    upload = uploads.find(upload.id)
    assert upload.state == "complete"
    assert stored() == [upload.key]
    assert stored(upload.key) == LONG


def test_a_late_size_completes_what_is_there_already(any_store, ada, stored):
    film = LONG[: PART + 9]
    upload = begin(ada, None)
    upload = uploads.receive(upload, 0, in_pieces(film, 70_000))

    uploads.declare(upload, len(film))
    db.session.commit()

    done = uploads.settle(upload)
    assert done.state == "complete"
    assert stored(done.key) == film


def test_the_fact_is_told_once(app, ada, monkeypatch):
    told = []
    monkeypatch.setattr("wm.domains.uploads.actions.record", told.append)
    upload = begin(ada, 5000)

    uploads.receive(upload, 0, [LONG[:5000]])
    uploads.settle(uploads.find(upload.id))
    uploads.sweep()

    assert told == [uploads.UploadCompleted(upload.id, person_id=ada.id, meant_for="")]
