"""Bytes on their way into one upload: whole parts go straight to storage, the rest waits there as a small tail.

At most one part is held in memory. Bytes are stored first and told to the database second, so a process that dies
at any moment leaves an upload that can go on at the told offset."""

from typing import Any

from sqlalchemy import func, insert, select

from wm.domains.uploads import lease, room, sniff
from wm.domains.uploads.errors import ChecksumMismatch, FileTooLarge, NotAFilm, TooManyBytes
from wm.domains.uploads.models import PART, Upload, UploadPart
from wm.domains.uploads.protocol import Checksum
from wm.kernel import clock
from wm.kernel.db import db, retried, transaction
from wm.kernel.storage import Part, store

BREATH = 5  # seconds between two signs of life while bytes trickle in
TRICKLE = 8  # on a slow line the tail is rewritten once it has grown by one eighth, so that a crash costs little


class Intake:
    """One leased request that adds bytes to an upload; with a checksum nothing is told before it holds."""

    def __init__(self, upload: Upload, token: str, checksum: Checksum | None = None):
        self.id, self.key, self.tails, self.ref = upload.id, upload.key, upload.tails, upload.multipart
        self.size, self.tail, self.told = upload.size, upload.tail, upload.received
        self.person_id, self.limit = upload.person_id, _limit(upload)
        self.token, self.checksum = token, checksum
        self.parts = db.session.scalar(select(func.count()).where(UploadPart.upload_id == upload.id))
        self.held = bytearray(b"".join(store().open(upload.tail))) if upload.tail else bytearray()
        self.stored = self.told - len(self.held)
        self.head = None if self.told >= sniff.NEEDED else bytes(self.held)
        self.untold: list[Part] = []
        self.breath = clock.monotonic()

    @property
    def end(self) -> int:
        """How many bytes of the file have arrived, stored or held."""
        return self.stored + len(self.held)

    def write(self, chunk: bytes) -> None:
        """Take `chunk` in. Raises TooManyBytes, FileTooLarge (413), NotAFilm (422), Busy (423), UploadGone (410)."""
        if self.end + len(chunk) > self.limit:
            raise FileTooLarge(room.readable(self.limit)) if self.size is None else TooManyBytes()
        self.held += chunk
        if self.head is not None:
            self.head += chunk[: sniff.NEEDED]
        if self.checksum:
            self.checksum.update(chunk)
        else:
            self._look()
        while len(self.held) >= PART:
            self._store_part(PART)
        self._breathe()

    def close(self) -> None:
        """Store and tell everything that arrived, also after a cut connection. Raises as `write` and ChecksumMismatch."""
        if self.checksum and not self.checksum.holds():
            raise ChecksumMismatch()
        self._look()
        if self.end == self.size:
            self._store_end()
        elif self.end > self.told:
            self._store_tail()

    def _look(self) -> None:
        if self.head is None or (len(self.head) < sniff.NEEDED and self.end != self.size):
            return
        kind = sniff.kind(self.head[: sniff.NEEDED])
        if kind not in sniff.TAKEN:
            raise NotAFilm(kind)
        self.head = None

    def _store_part(self, size: int) -> None:
        self._check_room(size)
        self._tell(lease.STORING)
        if self.ref is None:
            self.ref = store().begin(self.key)
            self._tell(lease.STORING, multipart=self.ref)
        with memoryview(self.held) as held:
            part = store().put_part(self.key, self.ref, self.parts + 1, [held[:size]], size)
        del self.held[:size]
        self.parts += 1
        self.stored += size
        self.untold.append(part)
        if not self.checksum:
            self._tell(received=self.stored, tail=None)

    def _check_room(self, size: int) -> None:
        """Others send meanwhile: promises fill the disk only now, and files of unknown size share what is left."""
        room.check_disk(size)
        if self.size is None:
            self.limit = room.most(self.person_id, self.id)
            if self.end > self.limit:
                raise FileTooLarge(room.readable(self.limit))

    def _store_tail(self) -> None:
        self._tell(lease.STORING)
        name = f"{self.tails}{self.end}-{self.token}" if self.held else None
        if name:
            store().put(name, bytes(self.held))
        self._tell(received=self.end, tail=name)

    def _store_end(self) -> None:
        if self.held and self.ref is None:
            self._tell(lease.STORING)
            store().put(self.key, bytes(self.held))
        elif self.held:
            self._store_part(len(self.held))
        self._tell(lease.STORING, received=self.size, tail=None)

    def _breathe(self) -> None:
        if clock.monotonic() - self.breath < BREATH:
            return
        if not self.checksum and (self.end - self.told) * TRICKLE > len(self.held):
            self._store_tail()
        self._tell()

    def _tell(self, seconds: int = lease.READING, **changes: Any) -> None:
        told = self.untold if "received" in changes else []
        rows = [{"upload_id": self.id, "number": part.number, "etag": part.etag} for part in told]

        def unit() -> None:
            with transaction():
                lease.hold(self.id, self.token, seconds, **changes)
                if rows:
                    db.session.execute(insert(UploadPart), rows)

        retried(unit)
        self._told(**changes)

    def _told(self, received: int | None = None, tail: str | None = None, **_others: Any) -> None:
        self.breath = clock.monotonic()
        if received is None:
            return
        self.told, self.untold, before, self.tail = received, [], self.tail, tail
        if before and before != tail:
            store().delete(before)


def _limit(upload: Upload) -> int:
    if upload.size is not None:
        return upload.size
    return room.most(upload.person_id, upload.id)
