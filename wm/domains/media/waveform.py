"""A film for what is only heard: the sound under a picture of how loud it is when."""

import math
from array import array
from dataclasses import replace
from pathlib import Path

import ffmpeg
from PIL import Image, ImageDraw

from wm.domains.media import probe
from wm.domains.media.graph import BARE, Work, compiled, opened
from wm.domains.media.pictures import Run
from wm.domains.media.probe import PROTOCOLS
from wm.domains.media.seen import STILL_FPS, STILL_SIZE

NAME = "heard.mkv"
SAMPLES, PICTURE = "samples.raw", "waveform.png"
RATE, SLOW_RATE, LONG = 4000, 1000, 3600  # samples per second; the slow rate for films longer than so many seconds
BARS, PARTS = 80, 16  # bars in the picture, and parts of a bar's time over which the peaks are evened out
GROUND, BAR, REST = (24, 22, 18), (249, 185, 51), (88, 84, 78)  # paper, marigold, and a grey for what is silent
MARGIN, HIGHEST, WIDTH = 80, 480, 8  # pixels
FINE = 2  # drawn so many times larger: Pillow draws no soft edges


def as_film(work: Work, run: Run) -> Work:
    """Return `work` for films that have a picture; of any other, that of heard.mkv, which is made here and has one."""
    if not work.probe.is_sound_only:
        return work
    run(samples(work))
    path = Path(work.out(SAMPLES))
    draw(heights(path)).save(work.out(PICTURE))
    seconds = path.stat().st_size / 2 / _rate(work)
    path.unlink()
    run(film(work, seconds))
    made = Path(work.out(NAME))
    return replace(work, source=made, probe=probe.measure(made)[0])


def samples(work: Work) -> list[str]:
    """Return the command that writes the main sound as raw, mono, signed 16-bit samples at a low rate."""
    sound = opened(work.source, work.shop)[str(work.probe.sound)]
    coding = {"format": "s16le", "acodec": "pcm_s16le", "ac": 1, "ar": _rate(work), "t": f"{work.most_seconds:.3f}"}
    return compiled(work.shop.ffmpeg, ffmpeg.output(sound, work.out(SAMPLES), **coding))


def _rate(work: Work) -> int:
    return SLOW_RATE if work.probe.duration > LONG else RATE


def film(work: Work, seconds: float) -> list[str]:
    """Return the command that lays the sound, as it is, under its picture: two frames a second, for `seconds`."""
    sound = opened(work.source, work.shop)[str(work.probe.sound)]
    still = ffmpeg.input(work.out(PICTURE), f="image2", loop=1, framerate=STILL_FPS, protocol_whitelist=PROTOCOLS)
    picture = still["v"].filter("scale", out_color_matrix="bt709", out_range="tv").filter("format", "yuv420p")
    tags = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}
    coding = {"vcodec": "libx264", "preset": "superfast", "tune": "stillimage", "crf": 18, "g": 2 * STILL_FPS, **tags}
    end = {"t": f"{max(seconds, 1 / STILL_FPS):.3f}"}
    return compiled(
        work.shop.ffmpeg,
        ffmpeg.output(picture, sound, work.out(NAME), acodec="copy", format="matroska", **coding, **end, **BARE),
    )


def heights(path: Path, count: int = BARS) -> list[float]:
    """Return how loud each of `count` equal parts of raw 16-bit samples is, from 0 to 1, the loudest being 1."""
    each = max(1, path.stat().st_size // 2 // (count * PARTS))
    with path.open("rb") as file:
        parts = [_peak(file.read(2 * each)) for _ in range(count * PARTS)]
    means = [sum(parts[at : at + PARTS]) / PARTS for at in range(0, len(parts), PARTS)]
    loudest = max(means)
    return [mean / loudest if loudest else 0.0 for mean in means]


def _peak(block: bytes) -> int:
    values = array("h", block[: len(block) // 2 * 2])
    return max(max(values), -min(values)) if values else 0


def draw(heights: list[float]) -> Image.Image:
    """Return the picture: an upright rounded bar for each height, around the middle."""
    width, height = STILL_SIZE
    large = Image.new("RGB", (FINE * width, FINE * height), GROUND)
    pen, step = ImageDraw.Draw(large), (width - 2 * MARGIN) / len(heights)
    for number, share in enumerate(heights):
        x, half = MARGIN + (number + 0.5) * step, max(WIDTH, math.sqrt(share) * HIGHEST) / 2
        corners = (x - WIDTH / 2, height / 2 - half, x + WIDTH / 2, height / 2 + half)
        pen.rounded_rectangle([FINE * at for at in corners], FINE * WIDTH / 2, fill=BAR if share > 0.02 else REST)
    return large.resize(STILL_SIZE, Image.Resampling.LANCZOS)
