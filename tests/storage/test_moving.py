"""Moving house: everything arrives as it was, whoever is killed on the way, and nothing is deleted."""

import pytest

from wm.domains import storage
from wm.domains.storage import moving
from wm.kernel.db import db
from wm.kernel.job import LostLease
from wm.kernel.storage import FolderStore, store

KEYS = [f"published/film{number:02d}/v360.mp4" for number in range(30)] + [
    "raw/a",
    "raw/a.tail/1",
    "pictures/x/96.webp",
]


@pytest.fixture
def full(app):
    for number, key in enumerate(KEYS):
        store().put(key, bytes([number]) * (number + 1))
    store().put("processing/scratch", b"not needed there")


def everything(place):
    return {key: b"".join(place.open(key)) for key in place.keys("") if not key.startswith("processing/")}


@pytest.fixture(params=["folder", "s3"])
def target(request, app, tmp_path):
    if request.param == "folder":
        return {"folder": str(tmp_path / "there")}
    server = request.getfixturevalue("s3_server")
    made = server.bucket(f"there-{tmp_path.name[-8:].lower().replace('_', '-')}x")
    return {"endpoint": made["S3_ENDPOINT_URL"], "bucket": made["S3_BUCKET"], "access_key": "k", "secret_key": "secret"}


def test_everything_arrives_and_nothing_goes(full, target, run_jobs):
    before = everything(store())  # and what other tests have left
    assert before.keys() >= set(KEYS)
    move = moving.promise(target)
    with pytest.raises(storage.AlreadyMoving):
        moving.begin(target)

    run_jobs()

    db.session.refresh(move)
    assert (move.state, move.copied, move.copied_bytes, move.error) == (
        "done",
        len(before),
        sum(map(len, before.values())),
        "",
    )
    assert everything(moving.reached(target)) == everything(store()) == before
    assert "secret" not in move.target + move.words + str(moving.settings(move))


def test_who_is_killed_goes_on_where_they_were(full, tmp_path, monkeypatch):
    move = moving.begin({"folder": str(tmp_path / "there")})
    db.session.commit()
    real, copied = moving._copied, []

    def dying(entry, there):
        if len(copied) == 25:
            raise LostLease("killed")
        copied.append(entry.key)
        return real(entry, there)

    monkeypatch.setattr(moving, "_copied", dying)
    with pytest.raises(LostLease):
        moving.run(move.id)
    db.session.expire_all()
    assert move.place == copied[moving.TELL_EVERY - 1]
    monkeypatch.setattr(moving, "_copied", lambda entry, there: copied.append(entry.key) or real(entry, there))

    moving.run(move.id)

    db.session.expire_all()
    assert move.state == "done"
    assert copied[25] == copied[moving.TELL_EVERY], "it began again from the start"
    assert everything(FolderStore(tmp_path / "there")) == everything(store())


def test_what_changes_meanwhile_is_copied_by_a_further_walk(full, tmp_path, monkeypatch):
    move, real, changed = moving.begin({"folder": str(tmp_path / "there")}), moving._copied, []

    def changing(entry, there):
        if entry.key == "raw/a" and not changed:
            changed.append(store().put(KEYS[0], b"changed while we were walking"))
        return real(entry, there)

    monkeypatch.setattr(moving, "_copied", changing)
    db.session.commit()
    moving.run(move.id)

    assert everything(FolderStore(tmp_path / "there"))[KEYS[0]] == b"changed while we were walking"


def test_what_arrives_damaged_is_noticed(full, tmp_path, monkeypatch):
    move, real = moving.begin({"folder": str(tmp_path / "there")}), FolderStore.take_path

    def damaging(self, key, path, content_type=""):
        path.write_bytes(b"\xff" * path.stat().st_size)
        real(self, key, path, content_type)

    monkeypatch.setattr(FolderStore, "take_path", damaging)
    db.session.commit()
    with pytest.raises(moving.Unequal):
        moving.run(move.id)
    assert moving.current() is not None
