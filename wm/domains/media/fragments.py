"""The fragments of a CMAF file: where each one lies and how long it plays (ISO/IEC 14496-12, sections 8.8 and 8.16)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wm.domains.media import sps

NESTED = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex")
HAS_BASE, HAS_DESCRIPTION, HAS_DURATION = 0x1, 0x2, 0x8  # flags of tfhd
HAS_OFFSET, HAS_FIRST_FLAGS, SAMPLE_DURATION = 0x1, 0x4, 0x100  # flags of trun


@dataclass(frozen=True)
class Fragment:
    """One segment: its first byte, its length in bytes, and how many seconds it plays."""

    offset: int
    size: int
    seconds: float

    @property
    def bits_per_second(self) -> float:
        """The rate that a player needs to fetch it while it plays."""
        return 8 * self.size / max(self.seconds, 0.001)


@dataclass(frozen=True)
class Track:
    """A CMAF file of one track: length of its header in bytes, its codec by RFC 6381, its fragments in order, and what the
    header says of how pictures are coded (the body of its avcC box; b"" for a sound)."""

    header: int
    codec: str
    fragments: tuple[Fragment, ...]
    avcc: bytes = b""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its pictures in pixels. Raises ValueError when it has none."""
        return sps.size(self.avcc)

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return sum(fragment.seconds for fragment in self.fragments)

    @property
    def peak(self) -> int:
        """The highest rate of a fragment in bit/s, without the short rest at the end, which would exaggerate."""
        whole = [fragment.bits_per_second for fragment in self.fragments if fragment.seconds >= 1]
        return max(round(max(whole, default=0)), self.average)

    @property
    def average(self) -> int:
        """The rate over all fragments in bit/s."""
        return round(8 * sum(f.size for f in self.fragments) / max(self.seconds, 0.001))


def read(path: Path) -> Track:
    """Return the track in `path`, a file that our own encoder wrote. Raises ValueError when it is anything else."""
    with path.open("rb") as file:
        boxes = list(_top(file))
        header, scale, avcc = _header(file, boxes)
        codec = f"avc1.{avcc[1:4].hex()}" if avcc else "mp4a.40.2"
        return Track(header, codec, tuple(_fragments(file, boxes, scale)), avcc)


def _top(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, offset, size) of the boxes of the top level."""
    end, at = file.seek(0, 2), 0
    while at + 8 <= end:
        file.seek(at)
        size, kind, large = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        size = large if size == 1 else size
        if size < 8 or at + size > end:
            raise ValueError("a box is cut off")
        yield kind, at, size
        at += size


def _header(file: BinaryIO, boxes: list) -> tuple[int, int, bytes]:
    kind, offset, size = next((box for box in boxes if box[0] == b"moov"), (b"", 0, 0))
    if not kind:
        raise ValueError("no moov box")
    file.seek(offset)
    moov = file.read(size)
    inner = dict(inside(moov))
    mdhd = inner[b"mdhd"]
    scale = struct.unpack_from(">I", mdhd, 20 if mdhd[0] else 12)[0]
    at = moov.find(b"avcC")
    length = int.from_bytes(moov[at - 4 : at]) if at > 0 else 0
    return offset + size, scale, moov[at + 4 : at - 4 + length] if length else b""


def inside(box: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, body) of all boxes inside, those in containers too."""
    at = 8
    while at + 8 <= len(box):
        size, kind = struct.unpack_from(">I4s", box, at)
        yield kind, box[at + 8 : at + size]
        if kind in NESTED:
            yield from inside(box[at : at + size])
        at += max(size, 8)


def _fragments(file: BinaryIO, boxes: list, scale: int) -> Iterator[Fragment]:
    starts = [i for i, box in enumerate(boxes) if box[0] == b"moof"]
    for i in starts:
        _, offset, size = boxes[i]
        data = next((box for box in boxes[i + 1 : i + 2] if box[0] == b"mdat"), None)
        if data is None:
            raise ValueError("a fragment without its data")
        file.seek(offset)
        yield Fragment(offset, size + data[2], ticks(file.read(size)) / scale)


def ticks(moof: bytes) -> int:
    """Return how long all samples of a fragment play, in units of the track's time scale."""
    default, played = 0, 0
    for kind, body in inside(moof):
        if kind == b"tfhd":
            default = _default_duration(body)
        elif kind == b"trun":
            played += _run_ticks(body, default)
    return played


def _default_duration(tfhd: bytes) -> int:
    flags = int.from_bytes(tfhd[1:4])
    at = 8 + 8 * bool(flags & HAS_BASE) + 4 * bool(flags & HAS_DESCRIPTION)
    return struct.unpack_from(">I", tfhd, at)[0] if flags & HAS_DURATION else 0


def _run_ticks(trun: bytes, default: int) -> int:
    flags, count = int.from_bytes(trun[1:4]), struct.unpack_from(">I", trun, 4)[0]
    if not flags & SAMPLE_DURATION:
        return count * default
    at = 8 + 4 * bool(flags & HAS_OFFSET) + 4 * bool(flags & HAS_FIRST_FLAGS)
    width = 4 * (flags & 0xF00).bit_count()
    return sum(struct.unpack_from(">I", trun, at + i * width)[0] for i in range(count))
