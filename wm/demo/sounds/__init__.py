"""The sound of each film, by the film's name; the Moon has none."""

from wm.demo.instruments import mixed
from wm.demo.sounds import indoors, outdoors

SILENT = "moon-month"
_ROOMS = (indoors, outdoors)
# decibels that bring each to about -18 LUFS, measured with ffmpeg's ebur128
_GAINS = {
    "seahorse": -0.3,
    "sunflower": 2.2,
    "carpet": 1.1,
    "lamps": 4.3,
    "cloth": 4.5,
    "quarter-turn": 0.5,
    "aurora": 6.1,
    "star-trails": 5.2,
    "dunes": 3.8,
    "isobars": 5.9,
    "lichen": 4.4,
    "kolam": 2.4,
    "indigo": 4.4,
    "bandhani": -0.6,
    "broth": 3.1,
    "caramel": 3.8,
    "music-box": 0.8,
    "kalimba": -2.5,
    "bowl": 2.5,
    "voices": 1.0,
    "night-train": 6.5,
    "zellige": 1.3,
    "riso": 5.2,
}


def of(slug: str, seconds: float) -> str | None:
    """The audio graph of the film `slug`, ending in [a]; None for the silent one."""
    if slug == SILENT:
        return None
    name = slug.replace("-", "_")
    compose = next(getattr(room, name) for room in _ROOMS if hasattr(room, name))
    return mixed(compose(seconds), seconds, gain=_GAINS[slug])
