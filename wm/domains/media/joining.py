"""Joins CMAF files of one track byte by byte: parts that were encoded apart become the file that one encode would write.

Nothing is encoded and no file is held in memory. Boxes by ISO/IEC 14496-12: a fragment's number stands in mfhd, the time
at which it begins in tfdt; all else is relative."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from wm.domains.media import fragments

BLOCK = 1024 * 1024
BEFORE_SAMPLES = 160  # bytes of a fragment in which its own boxes stand, before the list of its samples
DESCRIBED_BY = (b"mdhd", b"tkhd", b"stsd", b"trex")


class Part(NamedTuple):
    """Some fragments of a file."""

    path: Path
    fragments: slice = slice(None)


def join(parts: Sequence[Path | Part], target: Path, starts: Sequence[int] | None = None) -> None:
    """Write `parts`, files of our own encoder or some fragments of them, into `target`, one after the other.

    Each begins where the one before ended, or at `starts` (in ticks of the track). Raises ValueError when they differ in
    more than their fragments, or are not ours."""
    parts = [part if isinstance(part, Part) else Part(part) for part in parts]
    headers = [_header(part.path) for part in parts]
    if not headers or any(_described(header) != _described(headers[0]) for header in headers):
        raise ValueError("only parts of one kind can be joined")
    with target.open("wb") as out:
        out.write(headers[0])
        number, ticks = 0, 0
        for place, part in enumerate(parts):
            number, ticks = _append(part, out, number, starts[place] if starts else ticks)


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(fragments.read(path).header)


def _described(header: bytes) -> list[bytes]:
    """What a player must know to read the fragments, but for the length, which the header leaves open."""
    boxes = dict(fragments.inside(bytes(8) + header))  # as if all of them stood in one
    return [boxes.get(kind, b"") for kind in DESCRIBED_BY]


def _append(part: Part, out: BinaryIO, number: int, ticks: int) -> tuple[int, int]:
    """Write the fragments of one part; returns the number of the last one, and when it ends."""
    with part.path.open("rb") as file:
        for fragment in fragments.read(part.path).fragments[part.fragments]:
            file.seek(fragment.offset)
            size = struct.unpack(">I", file.read(4))[0]
            moof = struct.pack(">I", size) + file.read(size - 4)
            number += 1
            out.write(_moved(moof, number, ticks))
            ticks += fragments.ticks(moof)
            _pour(file, out, fragment.size - size)
    return number, ticks


def _moved(moof: bytes, number: int, ticks: int) -> bytes:
    """The same fragment under another number, at another time."""
    moved = bytearray(moof)
    struct.pack_into(">I", moved, _body(moof, b"mfhd") + 4, number)
    at = _body(moof, b"tfdt")
    if moof[at] != 1:
        raise ValueError("the time has 32 bits only")
    struct.pack_into(">Q", moved, at + 4, ticks)
    return bytes(moved)


def _body(moof: bytes, kind: bytes) -> int:
    at = moof.find(kind, 0, BEFORE_SAMPLES)
    if at < 0:
        raise ValueError(f"no {kind.decode()} box where our encoder writes it")
    return at + 4


def _pour(file: BinaryIO, out: BinaryIO, count: int) -> None:
    while count > 0:
        block = file.read(min(BLOCK, count))
        if not block:
            raise ValueError("a part is cut off")
        out.write(block)
        count -= len(block)
