"""How far an encode is, from what ffmpeg says with `-progress pipe:1`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far an encode is: percent (0 to 99 until it ended), speed (1.0 is real time), seconds left (None: unknown)."""

    percent: float
    speed: float
    seconds_left: float | None


class Listener:
    """Understands `-progress pipe:1` of ffmpeg and tells `told(Progress)`, also when it is silent."""

    def __init__(self, duration: float, told: Callable[[Progress], None]):
        self.duration, self.told = max(duration, 0.001), told
        self.done, self.speed = 0.0, 0.0

    def __call__(self, line: bytes) -> None:
        """Take one line, or b"" when there is nothing new."""
        name, _, value = line.decode("ascii", "replace").strip().partition("=")
        if name == "out_time_us":  # out_time_ms holds microseconds as well, so we do not read it
            self.done = max(self.done, _number(value) / 1e6)
        elif name == "speed":
            self.speed = _number(value.rstrip("x"))
        elif name == "progress" or not line:
            self.told(self.progress())

    def progress(self) -> Progress:
        """Return where the encode is now."""
        left = (self.duration - self.done) / self.speed if self.speed > 0 else None
        percent = min(99.0, 100 * self.done / self.duration)
        return Progress(percent, self.speed, max(0.0, left) if left is not None else None)


def _number(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0  # ffmpeg says N/A before the first frame
