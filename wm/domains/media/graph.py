"""What every ffmpeg command of ours is built of: graphs of ffmpeg-python, compiled to argument lists, never run by it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg

from wm.domains.media import ladder, tools
from wm.domains.media.bars import Crop
from wm.domains.media.cuts import Cut
from wm.domains.media.encoders import GOP_SECONDS
from wm.domains.media.probe import FORMATS, MAX_PIXELS, MAX_STREAMS, PROTOCOLS, Probe

SEGMENT_SECONDS = 4
FILTERS = "-filter_complex"
LABEL = re.compile(r"\[(s\d+)\]")  # what ffmpeg-python calls what goes from one filter to the next
QUIET = ("-hide_banner", "-nostdin", "-y", "-v", "error", "-max_error_rate", "1")  # we judge results, not return codes
GLOBALS = (*QUIET, "-progress", "pipe:1", "-stats_period", "0.5")
TALKATIVE = ("-v", "info", "-nostats")  # for what is measured, which ffmpeg tells among its other words
MOVFLAGS = "+cmaf+empty_moov+default_base_moof+skip_trailer"
BARE = {"map_metadata": -1, "map_chapters": -1, "fflags": "+bitexact"}
BY_KEY_FRAMES = {
    "movflags": MOVFLAGS + "+frag_keyframe",
    "min_frag_duration": round((SEGMENT_SECONDS - GOP_SECONDS / 4) * 1e6),
}
COUNTED_FROM_USED = ("mpegts", "ogg")
BY_TIME = {"movflags": MOVFLAGS, "frag_duration": round(SEGMENT_SECONDS * 1e6)}


@dataclass(frozen=True)
class Work:
    """One film on the bench: its file, what it is, the private folder for the results, the tools, and the black bars
    that are not to be in the results."""

    source: Path
    probe: Probe
    folder: Path
    shop: tools.Workshop
    crop: Crop | None = None
    cut: Cut | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height in pixels of the picture that is published at most: upright, and without bars."""
        width, height = self.probe.width, self.probe.height
        return self.crop.size(width, height) if self.crop else (width, height)

    @property
    def begins(self) -> float:
        """Second of the source with which what is published begins."""
        return float(self.cut.first / self._rate) if self.cut else 0.0

    @property
    def ends(self) -> float | None:
        """Second of the source with which it ends; None: with the source."""
        return float(self.cut.end / self._rate) if self.cut and self.cut.end is not None else None

    @property
    def _rate(self) -> Fraction:
        return ladder.frame_rate(self.probe.fps, self.probe.is_variable)

    @property
    def most_seconds(self) -> float:
        """Where the encode stops at the latest: a spoilt time stamp must not be filled up with hours of one frame."""
        likely = 60 + 4 * self.probe.duration if self.probe.duration else self.shop.max_seconds
        return min(likely, self.shop.max_seconds)

    def out(self, name: str) -> str:
        """Return the absolute path of the result `name`."""
        return str(self.folder / name)


def opened(source: Path, shop: tools.Workshop, **options):
    """Return a stranger's film as an input of a graph, with every guard that ffmpeg has."""
    guards = {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS, "max_streams": MAX_STREAMS}
    known = guards | {"max_pixels": MAX_PIXELS, "threads": shop.threads} | options
    return ffmpeg.input(str(source.absolute()), **known)


def own(work: Work, name: str, **options):
    """Return the file `name`, which we wrote ourselves, as an input of a graph."""
    return ffmpeg.input(work.out(name), protocol_whitelist=PROTOCOLS, **options)


def raw(picture, path: str, **options):
    """Return an output of bare RGB pixels."""
    return ffmpeg.output(picture, path, format="rawvideo", pix_fmt="rgb24", **options)


def packaged(work: Work, track, name: str, **options):
    """Return an output of one track as CMAF (or what `options` make of it) that tells nothing of its source."""
    return ffmpeg.output(track, work.out(name), format="mp4", t=f"{work.most_seconds:.3f}", **options, **BARE)


def anchors(work: Work, film, used: Collection[int]) -> list:
    """Return outputs of nothing for those tracks of `film` that are not `used` by a command.

    Of some containers ffmpeg counts time from the first packet of the tracks that a command uses, so that picture and
    sounds that are made by two of them would not begin together: each command uses all."""
    if work.probe.format not in COUNTED_FROM_USED:
        return []
    tracks = {work.probe.picture, *(sound.index for sound in work.probe.sounds)} - set(used)
    nothing = {"c": "copy", "format": "null", "t": f"{work.most_seconds:.3f}"}
    return [ffmpeg.output(film[str(index)], "-", **nothing) for index in sorted(tracks)]


def compiled(program: str, *outputs, words: tuple[str, ...] = GLOBALS) -> list[str]:
    """Return the argument list that makes all `outputs` in one process."""
    _, *rest = ffmpeg.compile(ffmpeg.merge_outputs(*outputs), cmd=program)
    return [program, *words, *rest]


def apart(argv: list[str]) -> list[str]:
    """Return `argv` with an option of its own for each graph that has nothing to do with another one an option of its own.

    Of a graph ffmpeg keeps all frames of one input until the others have one, too: the whole picture, raw, up to where a
    sound begins."""
    at = argv.index(FILTERS)
    graphs: list[tuple[set[str], list[str]]] = []
    for chain in argv[at + 1].split(";"):
        names, parts = set(LABEL.findall(chain)), [chain]
        for known in [graph for graph in graphs if graph[0] & names]:
            graphs.remove(known)
            names, parts = names | known[0], known[1] + parts
        graphs.append((names, parts))
    options = [word for _, parts in graphs for word in (FILTERS, ";".join(parts))]
    return [*argv[:at], *options, *argv[at + 2 :]]
