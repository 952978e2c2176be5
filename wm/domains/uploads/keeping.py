"""A small file that comes with a form: stored part by part, and counted like every other."""

from collections.abc import Iterator
from typing import BinaryIO

from wm.domains.uploads.actions import begin
from wm.domains.uploads.models import PART, Upload
from wm.kernel import clock
from wm.kernel.db import commit
from wm.kernel.storage import Part, store
from wm.kernel.storage.base import CHUNK


def keep(person_id: int, name: str, file: BinaryIO, size: int) -> Upload:
    """Store the first `size` bytes of `file` for a person, and return the upload, complete with the present transaction.

    Commits before the first byte is stored: the sweeper ends what is cut short. Raises as `begin`."""
    upload = begin(person_id, size, {"filename": name})
    commit()
    upload.multipart = store().begin(upload.key)
    commit()
    store().complete(upload.key, upload.multipart, list(_parts(upload, file)))
    upload.state, upload.received, upload.ended_at = "complete", size, clock.now()
    return upload


def _parts(upload: Upload, file: BinaryIO) -> Iterator[Part]:
    for number, start in enumerate(range(0, upload.size, PART), 1):
        size = min(PART, upload.size - start)
        yield store().put_part(upload.key, upload.multipart, number, _chunks(file, size), size)


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := file.read(min(CHUNK, size))):
        size -= len(chunk)
        yield chunk
