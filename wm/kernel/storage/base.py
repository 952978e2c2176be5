"""What a store can do; keys are slash-separated ASCII paths made by us, never by a client."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from wm.kernel.errors import Insufficient

CHUNK = 256 * 1024


class StoreFull(Insufficient):
    """The place where files lie has no room for these bytes; nothing of them was kept."""

    code = "store_full"
    message = "We are out of room for new files right now. Nothing was lost; try again in an hour."


class Stat(NamedTuple):
    """What is known of an object: bytes, when it was last written, and a tag that changes with its content."""

    size: int
    modified: datetime
    etag: str


class Entry(NamedTuple):
    """One object in a listing."""

    key: str
    size: int
    modified: datetime


class Draft(NamedTuple):
    """A multipart write that has not been joined: its key, its reference, and when it was begun."""

    key: str
    ref: str
    begun: datetime


class Part(NamedTuple):
    """One finished part of a multipart write: its number from 1, its tag and its bytes."""

    number: int
    etag: str
    size: int


class Store(Protocol):
    """A flat set of objects by key. Missing objects raise wm.kernel.errors.NotFound."""

    part_min_bytes: int  # every part but the last must have at least so many bytes

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        """Write `content` whole; readers see the old object or the new one, never half."""

    def put_path(self, key: str, path: str | Path, content_type: str = "") -> None:
        """Write the file at `path`, in pieces, without holding it in memory."""

    def take_path(self, key: str, path: str | Path, content_type: str = "") -> None:
        """Write the file at `path`, which is given away: it is moved where that is possible, and gone afterwards."""

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` up to, not including, `end`, in chunks."""

    def stat(self, key: str) -> Stat | None:
        """Return what is known of `key`, None when there is no such object."""

    def fetch(self, key: str, path: str | Path) -> None:
        """Copy the object into the file at `path`."""

    def path(self, key: str) -> Path | None:
        """Return the local file behind `key` when the store is a folder, else None."""

    def copy(self, source: str, target: str) -> None:
        """Copy one object inside the store."""

    def delete(self, key: str) -> None:
        """Remove one object; fine when it is not there."""

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object whose key starts with `prefix`; returns how many."""

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that start with `prefix`, in order."""

    def entries(self, prefix: str, after: str = "") -> Iterator[Entry]:
        """Yield what lies under `prefix` in the order of keys, from behind the key `after`; read in pages."""

    def drafts(self) -> Iterator[Draft]:
        """Yield the multipart writes that were begun and neither joined nor aborted."""

    def begin(self, key: str, content_type: str = "") -> str:
        """Start a multipart write and return its reference."""

    def put_part(self, key: str, ref: str, number: int, content: Iterable[bytes], size: int) -> Part:
        """Write part `number` of `size` bytes; a part that is cut short is not kept."""

    def complete(self, key: str, ref: str, parts: list[Part]) -> None:
        """Join the parts, in order, into the object; no second copy of the bytes stays behind."""

    def abort(self, key: str, ref: str) -> None:
        """Forget a multipart write and its parts; fine when it is gone already."""

    def presign(self, key: str, seconds: int) -> str | None:
        """Return a link that reads the object for `seconds`, None when the store has no links."""

    def ping(self) -> None:
        """Raise when the store can't be reached."""
