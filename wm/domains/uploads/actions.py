"""Writes of the uploads domain: begin, receive, finish, end."""

from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import delete, select, update

from wm.domains.uploads import lease, names, protocol, room
from wm.domains.uploads.errors import AlreadyComplete, Busy, LengthFixed, NotAFilm, TooManyBytes, WrongOffset
from wm.domains.uploads.events import UploadCompleted
from wm.domains.uploads.intake import Intake
from wm.domains.uploads.models import PART, Upload, UploadPart
from wm.domains.uploads.queries import find
from wm.kernel import clock, job
from wm.kernel.db import db, retried, rollback, transaction
from wm.kernel.facts import record
from wm.kernel.storage import Part, store

CLEAR = "uploads.clear"  # the job that removes what an ended upload left in storage
EXPIRED = "This upload waited too long for its next byte. Choose the file again to start a new one."
CANCELLED = "This upload was cancelled. Choose the file again to start a new one."


def begin(person_id: int, size: int | None, metadata: dict[str, str] | None = None, subject: str = "") -> Upload:
    """Open an upload of `size` bytes (None: told later) for a person; no byte of it is stored yet.

    `metadata` are the pairs of Upload-Metadata, `subject` names what the file is for.

    Raises FileEmpty (422), FileTooLarge or QuotaSpent (413), TooManyUnfinished (429), DiskFull (507)."""
    room.check(person_id, size)
    pairs = metadata or {}
    name = names.shown(pairs.get("filename") or pairs.get("name") or "")
    kept = {"name": name, "note": protocol.echo(pairs), "subject": subject}
    upload = Upload(person_id=person_id, size=size, received=0, state="receiving", expires_at=lease.expiry(), **kept)
    db.session.add(upload)
    db.session.flush()
    return upload


def assign(upload: Upload, subject: str) -> None:
    """Say what an upload is for, when that is known only after its bytes."""
    upload.subject = subject


def declare(upload: Upload, size: int) -> None:
    """Set the size of an upload that was begun without one; saying the same again is fine.

    Raises LengthFixed (400), and as `begin`."""
    if upload.size is not None and upload.size != size:
        raise LengthFixed()
    if size < upload.received:
        raise TooManyBytes()
    if upload.size is None:
        room.check(upload.person_id, size, apart_from=upload.id)
        upload.size = size


def receive(upload: Upload, offset: int, chunks: Iterable[bytes], checksum: protocol.Checksum | None = None) -> Upload:
    """Add the bytes of `chunks` at `offset`, commit part by part, and return the upload as it then is.

    Chunks that stop early are stored as far as they came. Raises WrongOffset (409), AlreadyComplete (409),
    UploadGone (410), TooManyBytes (413), NotAFilm (422), Busy (423), ChecksumMismatch (460); after a refusal the
    offset is what was stored before."""
    if upload.state == "complete" and offset == upload.received:
        return upload  # nothing is missing, so nothing is read
    upload.refuse_unless_receiving()
    token = lease.take(upload.id)
    try:
        current = find(upload.id)
        current.refuse_unless_receiving()
        if current.received != offset:
            raise WrongOffset()
        _pour(current, token, chunks, checksum)
    finally:
        lease.free(upload.id, token)
    return find(upload.id)


def _pour(upload: Upload, token: str, chunks: Iterable[bytes], checksum: protocol.Checksum | None) -> None:
    intake = Intake(upload, token, checksum)
    rollback()  # nothing is read any more; bytes may trickle for hours
    try:
        for chunk in chunks:
            intake.write(chunk)
        intake.close()
    except NotAFilm as refusal:
        with transaction():
            end(find(intake.id), refusal.message)
        raise
    if intake.told == intake.size:
        _finish(intake.id)


def restart(upload: Upload) -> Upload:
    """Throw away what has arrived, so that the file can be sent from its beginning, of any size; returns the upload as it then is.

    Raises Busy (423), UploadGone (410), AlreadyComplete (409)."""
    upload.refuse_unless_receiving()
    token = lease.take(upload.id)
    key, ref, tails, upload_id = upload.key, upload.multipart, upload.tails, upload.id
    try:
        with transaction():
            lease.hold(upload_id, token, lease.STORING, received=0, size=None, tail=None, multipart=None)
            db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
        if ref:
            store().abort(key, ref)
        store().delete_prefix(tails)
    finally:
        lease.free(upload_id, token)
    return find(upload_id)


def settle(upload: Upload) -> Upload:
    """Finish an upload whose last request died one step short of it, unless somebody is at it; returns it as it then is."""
    if upload.state != "receiving" or not upload.has_all:
        return upload
    with suppress(Busy):
        token = lease.take(upload.id)
        try:
            _pour(find(upload.id), token, (), None)
        finally:
            lease.free(upload.id, token)
    return find(upload.id)


def _finish(upload_id: int) -> None:
    """Put the stored parts together and say that the file is complete. Commits."""
    upload = find(upload_id)
    if upload.state != "receiving" or not upload.has_all:
        return
    owner, subject = upload.person_id, upload.subject
    _join(upload)

    def unit() -> None:
        with transaction():
            whole = update(Upload).where(Upload.id == upload_id, Upload.state == "receiving")
            values = {"state": "complete", "ended_at": clock.now(), "lease_token": None, "lease_until": None}
            if db.session.execute(whole.values(**values)).rowcount:
                db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
                record(UploadCompleted(upload_id, person_id=owner, meant_for=subject))

    retried(unit)


def _join(upload: Upload) -> None:
    rows = db.session.scalars(select(UploadPart).where(UploadPart.upload_id == upload.id).order_by(UploadPart.number))
    parts = [Part(row.number, row.etag, min(PART, upload.size - (row.number - 1) * PART)) for row in rows]
    key, ref, size, tails = upload.key, upload.multipart, upload.size, upload.tails
    rollback()
    there = store().stat(key)
    if ref and (there is None or there.size != size):
        store().complete(key, ref, parts)
    store().delete_prefix(tails)


def terminate(upload: Upload) -> None:
    """End an unfinished upload at its owner's wish; a request that still sends is refused from here on.

    Raises AlreadyComplete (409), UploadGone (410)."""
    upload.refuse_unless_receiving()
    if upload.has_all:
        raise AlreadyComplete()
    end(upload, CANCELLED)


def end(upload: Upload, reason: str) -> None:
    """Give up an upload, or a whole file that is needed no more, and promise that its bytes go."""
    if upload.state == "gone":
        return
    still_writing = upload.lease_until or clock.now()
    upload.state, upload.reason, upload.ended_at, upload.lease_token = "gone", reason, clock.now(), None
    job.enqueue(CLEAR, subject=upload.public_id, run_at=still_writing, key=f"{CLEAR}:{upload.id}", upload_id=upload.id)


def clear(upload_id: int) -> Upload | None:
    """Remove what an ended upload left unfinished in storage; may be repeated.

    Returns it when a whole file of it lies there still: that is no longer ours to remove."""
    upload = find(upload_id)
    if upload is None or upload.state != "gone":
        return None
    if upload.multipart:
        store().abort(upload.key, upload.multipart)
    store().delete_prefix(upload.tails)
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
    return upload if store().stat(upload.key) else None


def sweep(limit: int = 200) -> tuple[int, int]:
    """End what waited too long and finish what was left one step short; returns how many (ended, finished). Commits."""
    now = clock.now()
    idle = Upload.lease_token.is_(None) | (Upload.lease_until <= now)
    waiting = select(Upload.id).where(Upload.state == "receiving", idle).limit(limit)
    whole = list(db.session.scalars(waiting.where(Upload.received == Upload.size)))
    late = list(db.session.scalars(waiting.where(Upload.expires_at <= now)))
    for upload_id in whole:
        settle(find(upload_id))
    with transaction():
        expired = select(Upload).where(Upload.id.in_(late), Upload.expires_at <= now, idle).with_for_update()
        for upload in db.session.scalars(expired):
            end(upload, EXPIRED)
    return len(late), len(whole)
