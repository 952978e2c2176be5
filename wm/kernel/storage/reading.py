"""Reading an object over a line that may break: on from the byte where it broke, and of the same object only."""

from collections.abc import Callable, Iterator

from botocore.exceptions import IncompleteReadError, ReadTimeoutError, ResponseStreamingError
from urllib3.exceptions import HTTPError

from wm.kernel.storage.base import CHUNK

BROKEN = (IncompleteReadError, ReadTimeoutError, ResponseStreamingError, HTTPError, ConnectionError)
TRIES = 5


class CutShort(OSError):
    """The store sent fewer bytes than it said."""


def resumed(ask: Callable[[int, str | None], dict], start: int) -> Iterator[bytes]:
    """Yield the bytes of what `ask(first byte, etag)` answers; a line that breaks is taken up again, five times."""
    etag, left = None, TRIES
    while True:
        answer = ask(start, etag)
        etag, end = answer["ETag"], start + answer["ContentLength"]
        try:
            for chunk in answer["Body"].iter_chunks(CHUNK):
                start, left = start + len(chunk), TRIES
                yield chunk
        except BROKEN:
            left -= 1
            if not left:
                raise
        if start >= end:
            return
        left -= 1
        if left < 0:
            raise CutShort(f"{end - start} bytes never came")
