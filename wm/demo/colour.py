"""Colour for drawings and films: hex strings in, even steps between them (mixed in Oklab) out."""

from collections.abc import Sequence
from itertools import pairwise

Rgb = tuple[int, int, int]

# Oklab by Bjorn Ottosson, https://bottosson.github.io/posts/oklab/
_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def rgb(colour: str) -> Rgb:
    """The red, green and blue of a `#rrggbb`, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """The colour `share` (0 to 1) of the way from `one` to `other`, evenly to the eye."""
    a, b = _lab(rgb(one)), _lab(rgb(other))
    return _hex(_from_lab(tuple(x + (y - x) * share for x, y in zip(a, b, strict=True))))


def steps(colours: Sequence[str], count: int) -> list[str]:
    """`count` colours spread evenly from the first of `colours` to the last."""
    last = len(colours) - 1
    spots = [i * last / (count - 1) for i in range(count)]
    pairs = list(pairwise(colours))
    return [mix(*pairs[min(int(spot), last - 1)], spot - min(int(spot), last - 1)) for spot in spots]


def _lab(colour: Rgb) -> tuple:
    lms = _times(_TO_LMS, tuple(_linear(channel / 255) for channel in colour))
    return _times(_TO_LAB, tuple(x ** (1 / 3) for x in lms))


def _from_lab(lab: tuple) -> tuple:
    lms = tuple(x**3 for x in _times(_FROM_LAB, lab))
    return tuple(_gamma(x) for x in _times(_FROM_LMS, lms))


def _times(matrix: tuple, vector: tuple) -> tuple:
    return tuple(sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)


def _linear(x: float) -> float:
    return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4


def _gamma(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return 12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055


def _hex(channels: tuple) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
