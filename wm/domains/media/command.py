"""ffmpeg command lines: built as graphs with ffmpeg-python, compiled to argument lists, never run by it.

Renditions are CMAF (ISO/IEC 23000-19): one fragmented MP4 each, in segments of 4 s that begin with a key frame. The MP4
muxer writes them and not the HLS muxer, which delays the picture by the encoder's reordering (66 ms at 30 fps, measured)
and leaves the sound where it was."""

from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from wm.domains.media import filters, ladder, tools
from wm.domains.media.ladder import Rung
from wm.domains.media.probe import FORMATS, MAX_PIXELS, MAX_STREAMS, PROTOCOLS, Probe

SEGMENT_SECONDS, GOP_SECONDS = 4, 2
AUDIO_BITS = 128_000
CRF = 23
QUIET = ("-hide_banner", "-nostdin", "-y", "-v", "error", "-max_error_rate", "1")  # we judge results, not return codes
GLOBALS = (*QUIET, "-progress", "pipe:1", "-stats_period", "0.5")
MOVFLAGS = "+cmaf+empty_moov+default_base_moof+skip_trailer"
NEAR = {"skip_frame": "nokey", "noaccurate_seek": None}
BARE = {"map_metadata": -1, "map_chapters": -1, "fflags": "+bitexact"}


@dataclass(frozen=True)
class Work:
    """One film on the bench: its file, what it is, the private folder for the results, and the tools."""

    source: Path
    probe: Probe
    folder: Path
    shop: tools.Workshop

    @property
    def most_seconds(self) -> float:
        """Where the encode stops at the latest: a spoilt time stamp must not be filled up with hours of one frame."""
        likely = 60 + 4 * self.probe.duration if self.probe.duration else self.shop.max_seconds
        return min(likely, self.shop.max_seconds)

    @property
    def has_many_key_frames(self) -> bool:
        """Whether one lies near any moment, so that nothing between need be decoded to find a picture."""
        gap = self.probe.keyframe_gap
        return gap is not None and 4 * gap <= self.probe.duration

    def out(self, name: str) -> str:
        """Return the absolute path of the result `name`."""
        return str(self.folder / name)


def renditions(work: Work, rungs: list[Rung], with_sound: bool) -> list[str]:
    """Return the command that decodes once and writes a rendition for each of `rungs`, and the shared sound."""
    film = _opened(work.source, work.shop)
    upright = filters.upright(film[str(work.probe.picture)], work.probe, rungs[-1], work.shop.ffmpeg)
    outputs = [_video(work, rung, picture) for rung, picture in filters.scaled(upright, rungs)]
    if with_sound and work.probe.has_audio:
        outputs.append(_sound(work, filters.sound(film[str(work.probe.sound)], work.probe)))
    return _compiled(work.shop.ffmpeg, ffmpeg.merge_outputs(*outputs))


def progressive(work: Work, rung: Rung, with_sound: bool) -> list[str]:
    """Return the command that joins `rung` and the sound, without encoding, into a film.mp4 that starts at once."""
    parts = [ffmpeg.input(work.out(f"{rung.name}.mp4"), protocol_whitelist=PROTOCOLS)["v"]]
    if with_sound:
        parts.append(ffmpeg.input(work.out("audio.mp4"), protocol_whitelist=PROTOCOLS)["a"])
    joined = ffmpeg.output(*parts, work.out("film.mp4"), c="copy", movflags="+faststart", format="mp4", **BARE)
    return _compiled(work.shop.ffmpeg, joined)


def still(work: Work, at: float, size: tuple[int, int], name: str) -> list[str]:
    """Return the command that writes the frame at `at` seconds, or the key frame before it, as raw RGB of `size`."""
    film = _opened(work.source, work.shop, ss=f"{at:.3f}", **(NEAR if work.has_many_key_frames else {}))
    picture = filters.pictured(film[str(work.probe.picture)], work.probe, size, work.shop.ffmpeg)
    return _compiled(work.shop.ffmpeg, _raw(picture, work.out(name), vframes=1))


def thumbnails(work: Work, rung: Rung, nth: int, size: tuple[int, int], name: str) -> list[str]:
    """Return the command that writes every `nth` key frame of `rung` as raw RGB, decoding nothing else."""
    film = ffmpeg.input(work.out(f"{rung.name}.mp4"), protocol_whitelist=PROTOCOLS, skip_frame="nokey")
    picture = (
        film["v"].filter("select", f"not(mod(n,{nth}))").filter("setpts", "N/FRAME_RATE/TB").filter("scale", *size)
    )
    return _compiled(work.shop.ffmpeg, _raw(picture, work.out(name)))


def _opened(source: Path, shop: tools.Workshop, **options):
    guards = {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS, "max_streams": MAX_STREAMS}
    return ffmpeg.input(str(source.absolute()), **guards, max_pixels=MAX_PIXELS, threads=shop.threads, **options)


def _raw(picture, path: str, **options):
    return ffmpeg.output(picture, path, format="rawvideo", pix_fmt="rgb24", **options)


def _compiled(program: str, graph) -> list[str]:
    _, *rest = ffmpeg.compile(graph, cmd=program)
    return [program, *GLOBALS, *rest]


def _video(work: Work, rung: Rung, picture):
    fps = ladder.frame_rate(work.probe.fps, work.probe.is_variable)
    coding = {
        "vcodec": "libx264",
        "preset": work.shop.preset,
        "profile:v": "high",
        "crf": CRF,
        "maxrate": rung.peak,
        "bufsize": 2 * rung.target,
        "sc_threshold": 0,
        "g": max(2, round(fps * GOP_SECONDS * 2)),  # only a ceiling: the next line places the key frames
        "force_key_frames": f"expr:gte(t,n_forced*{GOP_SECONDS})",
        "threads": work.shop.threads,
    }
    cut = {
        "movflags": MOVFLAGS + "+frag_keyframe",
        "min_frag_duration": round((SEGMENT_SECONDS - GOP_SECONDS / 4) * 1e6),
    }
    return ffmpeg.output(picture, work.out(f"{rung.name}.mp4"), **coding, **_packaging(work, **cut))


def _sound(work: Work, sound):
    coding = {"acodec": "aac", "b:a": AUDIO_BITS, "ac": 2, "ar": filters.AUDIO_RATE}
    cut = {"movflags": MOVFLAGS, "frag_duration": round(SEGMENT_SECONDS * 1e6)}
    return ffmpeg.output(sound, work.out("audio.mp4"), **coding, **_packaging(work, **cut))


def _packaging(work: Work, **cut) -> dict:
    return {"format": "mp4", "t": f"{work.most_seconds:.3f}", **cut, **BARE}
