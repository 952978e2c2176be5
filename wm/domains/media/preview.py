"""The animated preview: three seconds from three places of the film, small, mute, and quick to start."""

from pathlib import Path

import ffmpeg

from wm.domains.media.graph import BARE, Work, compiled, own
from wm.domains.media.ladder import Rung
from wm.domains.media.pictures import Run, fitting

NAME = "preview.mp4"
LONG_SIDE, FPS = 320, 15
SECONDS, PLACES = 3.0, (0.2, 0.5, 0.8)  # of the whole film, as the posters: past the titles, before the credits
CODING = {
    "vcodec": "libx264",
    "preset": "slow",
    "profile:v": "high",
    "crf": 30,
    "maxrate": 130_000,
    "bufsize": 130_000,
    "movflags": "+faststart",
    "format": "mp4",
}


def write(work: Work, lowest: Rung, seconds: float, run: Run) -> list[Path]:
    """Write preview.mp4 from the lowest rung, which plays `seconds`; returns its path alone."""
    run(command(work, lowest, seconds))
    return [Path(work.out(NAME))]


def command(work: Work, lowest: Rung, seconds: float) -> list[str]:
    """Return the command that makes preview.mp4, decoding little more than what it shows."""
    size = fitting(lowest.width, lowest.height, LONG_SIDE)
    parts = [_part(work, lowest, at, length, size) for at, length in pieces(seconds)]
    joined = ffmpeg.concat(*parts) if len(parts) > 1 else parts[0]
    shown = joined.filter("format", "yuv420p")
    return compiled(work.shop.ffmpeg, ffmpeg.output(shown, work.out(NAME), threads=work.shop.threads, **CODING, **BARE))


def pieces(seconds: float) -> list[tuple[float, float]]:
    """Return (start, length) in seconds of what to show: one piece of a short film, three of any other."""
    each = SECONDS / len(PLACES)
    if seconds < 2 * SECONDS:
        return [(max(0.0, (seconds - SECONDS) / 2), min(seconds, SECONDS))]
    return [(round(place * seconds - each / 2, 3), each) for place in PLACES]


def _part(work: Work, lowest: Rung, at: float, length: float, size: tuple[int, int]):
    film = own(work, f"{lowest.name}.mp4", ss=f"{at:.3f}", t=f"{length:.3f}")
    return film["v"].filter("fps", FPS).filter("scale", *size).filter("setsar", 1)
