"""Filter chains: from the frames of a strange film to upright, even, square-pixelled ones that every browser shows."""

from typing import NamedTuple

from wm.domains.media import ladder, tools
from wm.domains.media.bars import Crop
from wm.domains.media.ladder import Rung
from wm.domains.media.probe import Probe

NOTICEABLE_SECONDS = 0.2
HD_LINES, HD, SD = 720, ["bt709"] * 3, ["smpte170m"] * 3
AUDIO_RATE, AAC_FRAME = 48_000, 1024


class Span(NamedTuple):
    """From which second of the source to which one (None: the last)."""

    begins: float = 0.0
    ends: float | None = None


WHOLE = Span()


def upright(picture, probe: Probe, largest: Rung, program: str, *, first: int = 0, crop: Crop | None = None):
    """Return `picture` at an even rate, from frame `first` to the end of the sound, in SDR, without combing and bars.

    ffmpeg itself turns the frames upright before they get here. The even rate is always counted from time 0, and what
    comes before `first` thrown away after that: so every frame is the one that it is in the whole film."""
    if probe.is_interlaced:
        picture = picture.filter("bwdif", deint="interlaced")
    rate = ladder.frame_rate(probe.fps, probe.is_variable)
    picture = picture.filter("fps", fps=f"{rate.numerator}/{rate.denominator}", start_time=0)
    if first:
        picture = picture.filter("trim", start_frame=first).filter("setpts", "PTS-STARTPTS")
    picture = _cropped(picture, crop)
    if probe.is_untagged:
        picture = _tagged(picture, *HD if min(probe.width, probe.height) >= HD_LINES else SD)
    missing = probe.sound_seconds - probe.picture_seconds
    if missing > NOTICEABLE_SECONDS:
        picture = picture.filter("tpad", stop_mode="clone", stop_duration=f"{missing:.3f}")
    return _tone_mapped(picture, largest.width, largest.height) if _needs_tone_map(probe, program) else picture


def scaled(picture, rungs: list[Rung]) -> list[tuple]:
    """Return (rung, its frames) for each of `rungs`."""
    if len(rungs) == 1:
        return [(rungs[0], _scaled(picture, rungs[0].width, rungs[0].height))]
    copies = picture.filter_multi_output("split", len(rungs))
    return [(rung, _scaled(copies[i], rung.width, rung.height)) for i, rung in enumerate(rungs)]


def pictured(picture, probe: Probe, size: tuple[int, int], program: str, *, crop: Crop | None = None):
    """Return `picture` in SDR at `size`, for a still."""
    if probe.is_interlaced:
        picture = picture.filter("bwdif", deint="interlaced")
    picture = _cropped(picture, crop)
    if _needs_tone_map(probe, program):
        picture = _tone_mapped(picture, *size)
    return picture.filter("scale", *size).filter("setsar", 1)


def sound(
    track, probe: Probe, gain: float = 0.0, *, seconds: float | None = None, begins: float = 0.0, cut: Span = WHOLE
):
    """Return `track` without holes, as long as the film, `gain` dB louder, and in step, from `begins` seconds on.

    `seconds` is how long it plays, the main sound when left out, `cut` what is left of it. The encoder puts one frame of nothing in front and our
    files carry no edit list that would say so: the first frame of the sound makes room for it."""
    length = max(probe.picture_seconds, probe.sound_seconds)
    missing = length - (probe.sound_seconds if seconds is None else seconds)
    track = track.filter("aresample", AUDIO_RATE, **{"async": 1, "first_pts": 0})
    if missing > NOTICEABLE_SECONDS:
        track = track.filter("apad", whole_dur=f"{length + begins:.3f}")
    if gain:
        track = track.filter("volume", f"{gain:.2f}dB")
    skipped = {"start_sample": AAC_FRAME + round(AUDIO_RATE * (begins + cut.begins))}
    if cut.ends is not None:
        skipped["end_sample"] = round(AUDIO_RATE * cut.ends)
    elif missing < -NOTICEABLE_SECONDS:
        skipped["end_sample"] = round(AUDIO_RATE * length)
    return track.filter("atrim", **skipped).filter("asetpts", "N/SR/TB")


def _cropped(picture, crop: Crop | None):
    if crop is None:
        return picture
    wide, high = 1 - crop.left - crop.right, 1 - crop.top - crop.bottom
    return picture.filter("crop", f"iw*{wide:.5f}", f"ih*{high:.5f}", f"iw*{crop.left:.5f}", f"ih*{crop.top:.5f}")


def _scaled(picture, width: int, height: int):
    return picture.filter("scale", width, height, out_range="tv").filter("setsar", 1).filter("format", "yuv420p")


def _tagged(picture, primaries: str, transfer: str, matrix: str):
    """Say which colours are meant where the film does not, or each player would guess anew for every rung."""
    return picture.filter("setparams", color_primaries=primaries, color_trc=transfer, colorspace=matrix)


def _needs_tone_map(probe: Probe, program: str) -> bool:
    return probe.is_hdr and tools.can_tone_map(program)


def _tone_mapped(picture, width: int, height: int):
    linear = picture.filter("zscale", w=width, h=height, pin="bt2020", min="bt2020nc", t="linear", npl=100)
    bright = linear.filter("format", "gbrpf32le").filter("zscale", p="bt709").filter("tonemap", "hable", desat=0)
    return bright.filter("zscale", t="bt709", m="bt709", r="tv").filter("format", "yuv420p")
