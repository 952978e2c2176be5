"""Which renditions a film gets: by its short side, never enlarged, in even numbers.

Targets and peaks are in bit/s; they were measured on our own sources with x264 at CRF 23."""

from dataclasses import dataclass
from fractions import Fraction

MAX_FPS = 60
NEARLY = Fraction(95, 100)  # a 1076-line film is a 1080p film to everybody but its file
STEPS = {
    360: (700_000, 1_050_000),
    480: (1_200_000, 1_800_000),
    720: (2_500_000, 3_750_000),
    1080: (4_500_000, 6_750_000),
}
COMMON_RATES = (24, 25, 30, 50, 60)


@dataclass(frozen=True)
class Rung:
    """One rendition: its name ("v720"), the step people know it by, its size in pixels, target and peak in bit/s."""

    step: int
    width: int
    height: int
    target: int
    peak: int

    @property
    def name(self) -> str:
        """The name of its files without an ending."""
        return f"v{self.step}"

    @property
    def area(self) -> int:
        """Pixels per frame; what encoding it costs is close to proportional."""
        return self.width * self.height


def rungs(width: int, height: int) -> list[Rung]:
    """Return the rungs for an upright film of `width` x `height` square pixels, lowest first; never empty."""
    short = min(width, height)
    steps = [step for step in STEPS if short >= step * NEARLY]
    if not steps:
        return [_rung(_even(short), width, height, *_small_rates(width, height))]
    return [_rung(step, width, height, *STEPS[step]) for step in steps]


def _rung(step: int, width: int, height: int, target: int, peak: int) -> Rung:
    short, long = sorted((width, height))
    low = min(_even(step), _even(short))
    high = min(_even(long), max(2, 2 * round(Fraction(long * low, short) / 2)))
    size = (high, low) if width >= height else (low, high)
    return Rung(step, *size, target, peak)


def _even(pixels: int) -> int:
    return max(2, pixels - pixels % 2)


def _small_rates(width: int, height: int) -> tuple[int, int]:
    """A film below the lowest step gets its share of that step's bits, but enough for a face to be one."""
    target, peak = STEPS[360]
    share = max(Fraction(1, 5), min(Fraction(1), Fraction(width * height, 640 * 360)))
    return int(target * share), int(peak * share)


def frame_rate(fps: Fraction, is_variable: bool) -> Fraction:
    """Return the even rate to encode at: the film's own, at most 60; an uneven film gets the next common one."""
    if is_variable:
        return Fraction(next((rate for rate in COMMON_RATES if rate >= fps * Fraction(98, 100)), MAX_FPS))
    return min(fps, Fraction(MAX_FPS))
