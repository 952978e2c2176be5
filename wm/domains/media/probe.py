"""What a film is: read by a demuxer in a child process that may open nothing but this one file."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wm.domains.media import errors, runner, seen, sniff, wholeness
from wm.domains.media.seen import Probe

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,flv,asf,ogg,mp3,flac,wav"
PROTOCOLS = "file,pipe"
MAX_STREAMS = 32
MAX_PIXELS = 40_000_000
DEMUXER = str(Path(__file__).with_name("demux.py"))
LIMITS = runner.Limits(wall=120, cpu=20, memory=2 * runner.GIB, file_bytes=1024 * 1024, files=64)
OPTIONS = {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS, "max_streams": str(MAX_STREAMS)}

MIN_SHORT_SIDE, MAX_LONG_SIDE, MAX_ASPECT = 16, 8192, 10


def look(path: str | Path, max_seconds: float = 12 * 3600) -> Probe:
    """Return what the film at `path` is, or refuse it with a sentence for its creator.

    Raises a NotAFilm (422): Empty, IsText, IsPicture, Truncated, NoPicture, Encrypted, BadDimensions, TooLong, ..."""
    path = Path(path).absolute()
    with path.open("rb") as file:
        container = sniff.container(file.read(sniff.NEEDED))
    wholeness.check(str(path), container)
    (found,) = measure(path)
    _refuse_unsuitable(found, max_seconds)
    return found


def measure(*paths: Path) -> list[Probe]:
    """Return what the demuxer says about files in one folder, without judging it. Raises Damaged, NoPicture."""
    return [seen.understood(said, path) for said, path in zip(_demuxed(paths), paths, strict=True)]


def _demuxed(paths: Sequence[Path]) -> list[dict]:
    argv = [os.path.abspath(sys.executable), "-I", DEMUXER, json.dumps(OPTIONS), *map(str, paths)]
    ending = runner.run(argv, paths[0].parent, LIMITS)
    if ending.timed_out or ending.code:
        raise errors.Damaged()
    said = [json.loads(line) for line in ending.out.splitlines()]
    if len(said) != len(paths) or any("error" in film for film in said):
        raise errors.Damaged()
    return said


def _refuse_unsuitable(probe: Probe, max_seconds: float) -> None:
    short, long = sorted((probe.width, probe.height))
    if short < MIN_SHORT_SIDE or long > MAX_LONG_SIDE or short * long > MAX_PIXELS or long > MAX_ASPECT * short:
        raise errors.BadDimensions()
    if probe.duration > max_seconds:
        raise errors.TooLong()
