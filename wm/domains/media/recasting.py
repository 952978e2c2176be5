"""Recasting: a long film whose container can't be sought is laid into one that can, its picture and sounds as they are.

It counts only when every picture is shown at the very moment at which it is shown in the source."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import ffmpeg

from wm.domains.media import chunks, errors, probe, runner
from wm.domains.media.graph import BARE, Work, compiled, opened
from wm.domains.media.probe import Probe
from wm.domains.media.tracks import SoundTrack

NAME = "recast.mov"
FORMATS = ("mpegts", "flv", "avi")
ALIKE = ("video_codec", "pix_fmt", "width", "height", "rotation", "is_interlaced", "is_hdr")
OF_SOURCE = ("fps", "is_variable", "is_untagged", "bit_rate", "picture_bit_rate")  # to be judged as the source would be
SAID_OF_SOUND = ("language", "title", "is_default", "is_description")
APART = 0.005  # seconds by which picture and sound may stand apart otherwise than they did
PACKETS = str(Path(__file__).with_name("packets.py"))
LIMITS = runner.Limits(wall=600, cpu=300, memory=2 * runner.GIB, file_bytes=1024 * 1024, files=64)
Run = Callable[[list[str]], object]


def suits(seen: Probe, seconds: float) -> bool:
    """Whether a film would be cut into parts of about `seconds` each if only it could be sought."""
    return seen.format in FORMATS and seen.picture_seconds >= 2 * seconds


def recast(work: Work, run: Run) -> Work | None:
    """Return `work` on recast.mov, which is made here; None where that would not be the same film."""
    before = _moments(work.source, work.probe.picture)
    if not before:
        return None
    made = Path(work.out(NAME))
    try:
        run(command(work))
        (found,) = probe.measure(made)
    except (errors.Unencodable, errors.NotAFilm):
        return None
    same = _as_before(work.probe, found)
    is_same = same is not None and chunks.can_be_sought(same) and _moments(made, same.picture) == before
    return replace(work, source=made, probe=same) if is_same else None


def command(work: Work) -> list[str]:
    """Return the command that writes recast.mov, without encoding anything."""
    film, seen = opened(work.source, work.shop), work.probe
    tracks = [film[str(index)] for index in (seen.picture, *(sound.index for sound in seen.sounds))]
    coding = {"c": "copy", "format": "mov", "t": f"{work.most_seconds:.3f}"}
    return compiled(work.shop.ffmpeg, ffmpeg.output(*tracks, work.out(NAME), **coding, **BARE))


def _as_before(seen: Probe, made: Probe) -> Probe | None:
    """What is to be known of the film that was made, if it is the one that was seen."""
    is_alike = all(getattr(seen, name) == getattr(made, name) for name in ALIKE)
    if not is_alike or [each.codec for each in seen.sounds] != [each.codec for each in made.sounds]:
        return None
    sounds = tuple(map(_named, seen.sounds, made.sounds))
    known = {name: getattr(seen, name) for name in OF_SOURCE} | {"sounds": sounds}
    if seen.main_sound is None:
        return replace(made, **known)
    main = sounds[seen.sounds.index(seen.main_sound)]
    shift = (made.picture_start - main.start) - (seen.picture_start - seen.main_sound.start)
    heard = {"sound": main.index, "sound_seconds": main.seconds, "sound_start": main.start, "audio_codec": main.codec}
    return replace(made, **known, **heard) if abs(shift) <= APART else None


def _named(seen: SoundTrack, made: SoundTrack) -> SoundTrack:
    return replace(made, **{name: getattr(seen, name) for name in SAID_OF_SOUND})


def _moments(path: Path, track: int) -> str:
    """A print of when each picture is shown; "" where that can't be told."""
    argv = [os.path.abspath(sys.executable), "-I", PACKETS, json.dumps(probe.OPTIONS), str(path.absolute()), str(track)]
    ending = runner.run(argv, path.parent, LIMITS)
    return "" if ending.timed_out or ending.code else ending.out.decode().strip()
