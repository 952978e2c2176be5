"""Files of resources: they count in their maker's space, come in piece by piece, and go when their piece does."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.films import published
from tests.posts.test_reading import address, piece_of
from wm.domains import content, uploads
from wm.domains.content import files
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.errors import NotFound
from wm.kernel.storage import base, store

MB = 1_000_000


class Watched(BytesIO):
    """A file that remembers how much was asked of it at once."""

    def __init__(self, content: bytes):
        super().__init__(content)
        self.asked: list[int] = []

    def read(self, size=-1):
        self.asked.append(size)
        return super().read(size)


@pytest.fixture
def space(app):
    """Let everybody keep ten megabytes."""
    before, app.config["UPLOAD_QUOTA_BYTES"] = app.config["UPLOAD_QUOTA_BYTES"], 10 * MB
    yield
    app.config["UPLOAD_QUOTA_BYTES"] = before


@pytest.fixture
def plan(ada):
    return piece_of(ada, "A plan", kind="resource", body="For printing.")


def give(piece, size=4 * MB, name="plan.pdf"):
    row = content.set_file(content.with_row_id(piece.id), name, BytesIO(b"x" * size))
    db.session.commit()
    return row


def left(person):
    db.session.rollback()
    return uploads.left(person.id)


def test_a_file_counts_in_its_makers_space(ada, plan, space):
    assert left(ada) == 10 * MB

    give(plan)

    assert left(ada) == 6 * MB


@pytest.mark.once
def test_a_file_without_room_is_refused_in_a_clear_sentence(as_ada, ada, plan, space):
    give(plan)
    other = piece_of(ada, "Another plan", kind="resource", body="Larger.")

    sent = {"file": (BytesIO(b"y" * 7 * MB), "large.pdf")}
    answer = as_ada.post(address(other, "file"), data=sent)

    assert answer.status_code == 413
    assert "You have 6 MB of space left" in answer.text
    assert left(ada) == 6 * MB
    with pytest.raises(NotFound):
        content.file_of(other)


def test_films_find_no_room_where_files_lie(ada, plan, space):
    give(plan, 9 * MB)

    with pytest.raises(Exception, match="You have 1 MB of space left"):
        uploads.begin(ada.id, 2 * MB)


@pytest.mark.once
def test_a_file_in_the_place_of_another_frees_its_space(ada, client, plan, space, run_jobs):
    first = content.place_of(give(plan))

    give(plan, 6 * MB, "better.pdf")
    run_jobs()

    assert left(ada) == 4 * MB
    assert store().stat(first) is None
    assert len(client.get(address(plan, "file")).data) == 6 * MB


def test_a_removed_piece_keeps_its_file_until_it_can_come_back_no_more(app, ada, client, plan, space, run_jobs):
    place = content.place_of(give(plan, 2 * MB))

    content.remove(content.with_row_id(plan.id))
    db.session.commit()
    with transaction():
        assert content.purge_removed() == 0
    assert left(ada) == 8 * MB
    content.undo_removal(content.with_row_id(plan.id))
    db.session.commit()
    assert client.get(address(plan, "file")).status_code == 200

    content.remove(content.with_row_id(plan.id))
    db.session.commit()
    clock.shift(timedelta(days=app.config["REMOVED_KEPT_DAYS"], minutes=1))
    with transaction():
        assert content.purge_removed() == 1
    run_jobs()

    assert store().stat(place) is None
    assert left(ada) == 10 * MB
    with transaction():
        assert content.purge_removed() == 0


@pytest.mark.once
def test_a_file_is_read_in_chunks_and_never_whole(any_store, plan):
    sent = Watched(bytes(range(256)) * 80_000)  # 20 MB, three parts

    row = content.set_file(plan, "large.zip", sent)
    db.session.commit()

    assert set(sent.asked) <= set(range(1, base.CHUNK + 1))
    assert len(sent.asked) >= 20 * MB // base.CHUNK
    assert store().stat(content.place_of(row)).size == 256 * 80_000
    assert next(iter(store().open(content.place_of(row), 300, 304))) == bytes(range(44, 48))


def test_the_plain_form_hands_on_a_file_of_the_disk(as_ada, plan, monkeypatch):
    handed = []
    monkeypatch.setattr(content, "set_file", lambda _piece, _name, sent: handed.append(sent._rolled))

    as_ada.post(address(plan, "file"), data={"file": (BytesIO(b"x" * 2 * MB), "plan.pdf")})

    assert handed == [True]  # it lies on the disk, not in memory


def test_a_file_cut_short_is_swept_away(ada, plan, space, run_jobs, monkeypatch):
    class Broken(BytesIO):
        def read(self, size=-1):
            raise OSError("the line is cut")

    with pytest.raises(OSError):
        content.set_file(plan, "plan.pdf", Broken(b"x" * MB))
    db.session.rollback()
    assert left(ada) == 9 * MB

    clock.shift(timedelta(days=8))
    uploads.sweep()
    run_jobs()

    assert left(ada) == 10 * MB
    assert list(store().keys("raw/")) == []
    with pytest.raises(NotFound):
        content.file_of(plan)


def test_a_file_that_is_too_large_leaves_nothing(ada, plan, monkeypatch):
    monkeypatch.setattr(files, "FILE_BYTES", MB)

    with pytest.raises(content.FileTooBig):
        content.set_file(plan, "plan.pdf", BytesIO(b"x" * (MB + 1)))

    assert list(store().keys("raw/")) == []


@pytest.mark.parametrize("hx", [False, True])
def test_the_studio_takes_a_file_and_refuses_none(as_ada, plan, hx):
    door = f"/studio/pieces/{plan.public_id}/file"

    assert as_ada.post(door, data={}, hx=hx).status_code == 422
    answer = as_ada.post(door, data={"file": (BytesIO(b"abc"), "plan.pdf")}, hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert content.file_of(plan).file_size == 3


def test_a_film_is_not_touched_when_files_go(ada):
    film = published(ada, "River film")
    with transaction():
        assert content.purge_removed() == 0
    assert content.with_row_id(film.id).film is not None


def test_a_file_from_before_there_was_a_quota_is_still_given_out_and_goes_when_replaced(client, ada, plan, run_jobs):
    row = give(plan)
    row.file_key = "b4quota4us22"
    store().put("files/b4quota4us22", b"the first edition")
    db.session.commit()

    assert client.get(f"{address(plan)}/file").data == b"the first edition"

    with transaction():
        content.set_file(content.with_row_id(plan.id), "plan.pdf", BytesIO(b"the second"))
    run_jobs()
    assert store().stat("files/b4quota4us22") is None
    assert client.get(f"{address(plan)}/file").data == b"the second"
