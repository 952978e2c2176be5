"""Whether a file is all there and open to us, read from its outermost structure without a decoder.

Sources: ISO/IEC 14496-12 (boxes), 23001-7 (common encryption), RFC 8794 (EBML), the RIFF and ASF descriptions."""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from wm.domains.media import errors
from wm.domains.media.sniff import EBML

MAX_TRACKS = 32
MAX_INDEX_BYTES = 64 * 1024 * 1024
MAX_BOXES = 500_000
FORGIVEN = 0.02  # cameras that died write lengths a little too long; the rest of such a film is worth keeping
SEGMENT = b"\x18\x53\x80\x67"
PROTECTED_ENTRIES = (b"encv", b"enca", b"drmi", b"drms")
ASF_ENCRYPTION = (
    bytes.fromhex("fbb31122 23bd d211 b4b7 00a0c955fc6e"),
    bytes.fromhex("14e68a29 2226 174c b935 dae07ee9289c"),
)


def check(path: str, container: str) -> None:
    """Refuse a file of kind `container` (see sniff) that is cut off, protected or crowded with tracks.

    Raises Truncated, Encrypted, TooManyTracks (422)."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        promised = READERS.get(container, _promises_nothing)(file, size)
    if promised - size > FORGIVEN * promised:
        raise errors.Truncated()


def _promises_nothing(file: BinaryIO, size: int) -> int:
    return size


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start of the body, end as promised) of the boxes of the top level."""
    at = 0
    for _ in range(MAX_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return
        length, kind = struct.unpack(">I4s", head[:8])
        body = 8
        if length == 1 and len(head) == 16:
            length, body = struct.unpack(">Q", head[8:])[0], 16
        end = size if length == 0 else at + max(length, 8)
        yield kind, at + body, end
        at = end


def _isobmff(file: BinaryIO, size: int) -> int:
    promised, has_index = 0, False
    for kind, start, end in _boxes(file, size):
        promised = max(promised, end)
        if kind == b"moov":
            file.seek(start)
            _check_index(file.read(min(end - start, MAX_INDEX_BYTES)))
            has_index = end <= size
    if not has_index:
        raise errors.Truncated()
    return promised


def _check_index(moov: bytes) -> None:
    if b"sinf" in moov and any(entry in moov for entry in PROTECTED_ENTRIES):
        raise errors.Encrypted()
    if moov.count(b"tkhd") > MAX_TRACKS:
        raise errors.TooManyTracks()


def _ebml(file: BinaryIO, size: int) -> int:
    head = file.read(4096)
    at = head.find(SEGMENT)
    if not head.startswith(EBML) or not 0 < at < len(head) - 12:
        return size
    width = 9 - head[at + 4].bit_length()
    length = int.from_bytes(head[at + 4 : at + 4 + width]) & ((1 << 7 * width) - 1)
    is_live = length == (1 << 7 * width) - 1
    return size if is_live else at + 4 + width + length


def _avi(file: BinaryIO, size: int) -> int:
    return struct.unpack("<4xI", file.read(8))[0] + 8


def _asf(file: BinaryIO, size: int) -> int:
    head = file.read(64 * 1024)
    if any(mark in head for mark in ASF_ENCRYPTION):
        raise errors.Encrypted()
    return size


READERS = {"isobmff": _isobmff, "ebml": _ebml, "avi": _avi, "asf": _asf}
