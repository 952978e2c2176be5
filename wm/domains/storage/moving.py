"""Moving house: everything is copied into another store, and proved; nothing is deleted where it was.

The first walk copies, each further one copies what has changed meanwhile, until a walk finds nothing. How far a walk has come is
a row, so that whoever is killed goes on where they were."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from sqlalchemy import select

from wm.domains.storage.models import REASON_LENGTH, Move
from wm.kernel import clock, job, paths, sealing
from wm.kernel.db import db, transaction
from wm.kernel.errors import Invalid, NotFound, NotNow
from wm.kernel.storage import Entry, FolderStore, S3Store, Store, store

MOVE, PURPOSE = "storage.move", "another store"
A_SECOND = timedelta(seconds=1)
SCRATCH = ("processing/", "probe/")
TELL_EVERY, MOST_WALKS = 20, 8
TYPES = {".m3u8": "application/vnd.apple.mpegurl", ".mp4": "video/mp4", ".webp": "image/webp", ".avif": "image/avif"}


class AlreadyMoving(NotNow):
    code = "already_moving"
    message = "Files are on their way to another store already. Let that end, or stop it first."


class Unequal(OSError):
    """What arrived is not what was sent."""


def reached(target: dict[str, str]) -> Store:
    """Return the store that `target` names: {"folder": path}, or endpoint, bucket, access_key, secret_key, region."""
    if folder := target.get("folder"):
        return FolderStore(folder)
    keys = (target["access_key"], target["secret_key"])
    return S3Store(target["endpoint"], target["bucket"], *keys, region=target.get("region") or "us-east-1")


def named(target: dict[str, str]) -> str:
    """Return what may be shown of it; no key is in it."""
    return target.get("folder") or f"{target['endpoint'].rstrip('/')}/{target['bucket']}"


def begin(target: dict[str, str]) -> Move:
    """Return a new move into another store, for `run`. Raises AlreadyMoving (409), Invalid (422)."""
    if current() is not None:
        raise AlreadyMoving()
    if isinstance(place := store().path("x"), Path) and target.get("folder") == str(place.parent):
        raise Invalid("This is the store that is in use. Name another one.")
    row = Move(words=named(target), target=sealing.seal(target, PURPOSE))
    db.session.add(row)
    db.session.flush()
    return row


def promise(target: dict[str, str]) -> Move:
    """Let a worker move everything into another store. Raises as `begin`."""
    row = begin(target)
    job.enqueue(MOVE, subject=row.public_id, key=f"{MOVE}:{row.public_id}", move_id=row.id)
    return row


def current() -> Move | None:
    """Return the move that is on its way, if one is."""
    return db.session.scalars(select(Move).where(Move.state == "working").order_by(Move.id.desc())).first()


def latest() -> Move | None:
    """Return the newest move, whatever became of it."""
    return db.session.scalars(select(Move).order_by(Move.id.desc()).limit(1)).first()


def stop(public_id: str) -> None:
    """End a move; what was copied stays. Raises NotFound (404)."""
    row = db.session.scalars(select(Move).where(Move.public_id == public_id)).first()
    if row is None:
        raise NotFound()
    if row.state == "working":
        row.state, row.ended_at = "stopped", clock.now()


def run(move_id: int) -> None:
    """Copy on from where the last one came to; returns when all is done or somebody stopped it. Commits."""
    row = db.session.get(Move, move_id)
    if row is None or row.state != "working":
        return
    there, walk, place = reached(sealing.unseal(row.target, PURPOSE)), row.walk, row.place
    while _walked(move_id, there, walk, place):
        walk, place = walk + 1, ""


def _walked(move_id: int, there: Store, walk: int, place: str) -> bool:
    """Walk through the store once, from behind `place`; returns whether another walk is needed."""
    seen = copied = count = 0
    for entry in store().entries("", after=place):
        if entry.key.startswith(SCRATCH):
            continue
        size = _copied(entry, there)
        seen, copied, count = seen + 1, copied + (size or 0), count + (size is not None)
        if seen >= TELL_EVERY:
            if not _told(move_id, walk, entry.key, seen, count, copied):
                return False
            seen = copied = count = 0
    if not _told(move_id, walk, "", seen, count, copied):
        return False
    return _next(move_id, walk)


def _copied(entry: Entry, there: Store) -> int | None:
    """Copy one object unless the same one lies there already; returns its bytes when it was copied. Raises Unequal."""
    if _is_there(entry, there):
        return None
    with TemporaryDirectory(dir=paths.var("moving", "x").parent) as folder:
        path = Path(folder, "object")
        try:
            store().fetch(entry.key, path)
        except NotFound:
            return None  # it went while we were walking
        size, digest = path.stat().st_size, _digest(path.open("rb"))
        there.take_path(entry.key, path, TYPES.get(Path(entry.key).suffix, ""))
    if (arrived := there.stat(entry.key)) is None or arrived.size != size or _read(there, entry.key) != digest:
        raise Unequal(f"{entry.key} arrived, but not as it was sent")
    return size


def _is_there(entry: Entry, there: Store) -> bool:
    """Whether the same object lies there; stores that count in whole seconds are asked for its bytes when in doubt."""
    known = there.stat(entry.key)
    if known is None or known.size != entry.size:
        return False
    if known.modified >= entry.modified:
        return True
    return entry.modified - known.modified < A_SECOND and _read(there, entry.key) == _read(store(), entry.key)


def _digest(file) -> str:
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(there: Store, key: str) -> str:
    digest = hashlib.sha256()
    for chunk in there.open(key):
        digest.update(chunk)
    return digest.hexdigest()


def _told(move_id: int, walk: int, place: str, seen: int, count: int, copied: int) -> bool:
    """Write down how far it is, and hold the lease of the job; returns whether to go on."""
    with transaction():
        if lease := job.current():
            lease.guard()
        row = db.session.get(Move, move_id, with_for_update=True, populate_existing=True)
        row.walk, row.seen, row.copied = walk, row.seen + seen, row.copied + count
        row.copied_bytes, row.changed = row.copied_bytes + copied, row.changed + count
        row.place = place or row.place
        return row.state == "working"


def _next(move_id: int, walk: int) -> bool:
    """End the walk: another one follows while this one still found something."""
    with transaction():
        row = db.session.get(Move, move_id, with_for_update=True, populate_existing=True)
        is_done = row.changed == 0 or walk >= MOST_WALKS
        row.changed, row.place, row.seen = 0, "", row.seen if is_done else 0
        if is_done:
            row.state, row.ended_at = "done", clock.now()
        else:
            row.walk = walk + 1
        return not is_done


def fail(move_id: int, error: Exception) -> None:
    """Write down what stood in the way; the job is tried again, and goes on from there."""
    with transaction():
        row = db.session.get(Move, move_id, with_for_update=True, populate_existing=True)
        row.error = f"{type(error).__name__}: {error}"[:REASON_LENGTH]


def settings(row: Move) -> dict[str, str]:
    """Return which settings to change when it is done; secrets are not among them."""
    target = sealing.unseal(row.target, PURPOSE)
    if folder := target.get("folder"):
        return {"S3_ENDPOINT_URL": "", "VAR_DIR": str(Path(folder).parent)}
    return {
        "S3_ENDPOINT_URL": target["endpoint"],
        "S3_BUCKET": target["bucket"],
        "S3_REGION": target.get("region") or "us-east-1",
    }


def read(to: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """Return the store that a command line names: https://endpoint/bucket with keys out of `secrets`, or a folder."""
    address = urlsplit(to)
    if address.scheme not in ("http", "https"):
        return {"folder": str(Path(to).resolve())}
    keys = {"access_key": secrets.get("MOVE_ACCESS_KEY", ""), "secret_key": secrets.get("MOVE_SECRET_KEY", "")}
    where = {"endpoint": f"{address.scheme}://{address.netloc}", "bucket": address.path.strip("/")}
    return where | keys | {"region": secrets.get("MOVE_REGION", "us-east-1")}
