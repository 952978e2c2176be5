"""Cuts long films into chunks that can be encoded apart and joined without a seam.

A chunk is so many frames of the even grid on which all renditions lie, so that it says exactly what to encode whatever
the film's own frames look like. Each begins on a key frame of the renditions, and a little after one of the film."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from wm.domains.media import ladder
from wm.domains.media.graph import GOP_SECONDS
from wm.domains.media.probe import Probe

SOUGHT = ("mov,", "matroska")
SEARCHED = 10.0  # seconds on each side of where a cut would be nicest, but at most a quarter of a chunk
MARGIN, UNEVEN_MARGIN = 0.5, 5.0  # seconds to begin reading before the first frame of a chunk
MOST = 200  # chunks of one film: a film of ten hours has longer ones, and not a thousand steps
LONGEST_GOP = 30.0  # beyond this, what would be decoded in vain costs more than the second worker saves


@dataclass(frozen=True)
class Chunk:
    """`frames` frames from number `first` on, both counted on the grid; the last one goes on to the end of the film."""

    first: int
    frames: int
    is_last: bool = False

    def file(self, name: str) -> str:
        """Return the name of the file that holds this part of rendition `name`."""
        return f"{name}-{self.first:09}.mp4"


def cut(probe: Probe, seconds: float = 60) -> list[Chunk]:
    """Return chunks of about `seconds` each, or longer ones when they would be more than MOST; none when the film is too short for
    two or can't be sought."""
    seconds = max(seconds, probe.picture_seconds / MOST)
    if probe.picture_seconds < 2 * seconds or not can_be_sought(probe):
        return []
    whole, cuts = _frames(probe), _cuts(probe, seconds)
    ends = [*cuts[1:], whole]
    return [Chunk(first, end - first, end == whole) for first, end in zip(cuts, ends, strict=True)] if cuts[1:] else []


def can_be_sought(probe: Probe) -> bool:
    """Whether reading may begin in the middle, and every frame still be the one that it is in the whole."""
    gap = probe.keyframe_gap
    if not probe.format.startswith(SOUGHT) or not probe.key_times or probe.is_edited:
        return False
    return gap is not None and gap <= LONGEST_GOP


def seek_time(probe: Probe, first: int) -> float:
    """Return the second from which to read the film so that frame `first` of the grid is right."""
    margin = UNEVEN_MARGIN if probe.is_variable else MARGIN + 4 / probe.fps
    return max(0.0, float(first / _rate(probe) - margin - Fraction(probe.delay)))


def _cuts(probe: Probe, seconds: float) -> list[int]:
    cuts, count = [0], round(probe.picture_seconds / seconds)
    for number in range(1, count):
        at = _nicest(probe, number * probe.picture_seconds / count, min(SEARCHED, seconds / 4))
        if at > cuts[-1] and probe.picture_seconds - at / _rate(probe) > seconds / 4:
            cuts.append(at)
    return cuts


def _nicest(probe: Probe, wanted: float, around: float) -> int:
    """The frame on our grid of key frames, near `wanted` seconds, before which least is decoded in vain."""
    steps, middle = int(around / GOP_SECONDS), round(wanted / GOP_SECONDS)
    places = [GOP_SECONDS * max(1, middle + step) for step in range(-steps, steps + 1)]
    best = min(places, key=lambda place: (_in_vain(probe, place), abs(place - wanted)))
    return math.ceil(best * _rate(probe))


def _in_vain(probe: Probe, place: float) -> float:
    """Seconds that are decoded only to be thrown away when a chunk begins at second `place`."""
    begins = seek_time(probe, math.ceil(place * _rate(probe)))
    number = bisect_right(probe.key_times, begins)
    return round(place - probe.key_times[number - 1], 1) if number else place


def _rate(probe: Probe) -> Fraction:
    return ladder.frame_rate(probe.fps, probe.is_variable)


def _frames(probe: Probe) -> int:
    """How many frames the whole will have, as far as it can be told before."""
    return max(1, round(max(probe.picture_seconds, probe.sound_seconds) * _rate(probe)))
