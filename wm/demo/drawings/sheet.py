"""A sheet to draw on at twice its size, and a few figures."""

import math
from collections.abc import Callable, Iterable

from PIL import Image, ImageDraw

SCALE = 2


class Sheet:
    """A picture of `width` by `height` that is drawn large, so that edges come out smooth."""

    def __init__(self, width: int, height: int, ground: str | Image.Image):
        self.width, self.height = width, height
        size = (width * SCALE, height * SCALE)
        self.image = Image.new("RGB", size, ground) if isinstance(ground, str) else ground.resize(size)
        self.pen = ImageDraw.Draw(self.image)

    def disc(self, x: float, y: float, r: float, colour: str) -> None:
        """A filled circle around x, y."""
        self.pen.circle((x * SCALE, y * SCALE), r * SCALE, fill=colour)

    def ring(self, x: float, y: float, r: float, colour: str, width: float) -> None:
        """A circle around x, y."""
        self.pen.circle((x * SCALE, y * SCALE), r * SCALE, outline=colour, width=round(width * SCALE))

    def shape(self, points: Iterable[tuple[float, float]], colour: str) -> None:
        """A filled polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: Iterable[tuple[float, float]], colour: str, width: float) -> None:
        """A line with round joints."""
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=round(width * SCALE), joint="curve"
        )

    def bar(self, x: float, y: float, wide: float, tall: float, colour: str, r: float | None = None) -> None:
        """An upright bar around x, y with round ends, or corners of radius `r`."""
        box = [side * SCALE for side in (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)]
        self.pen.rounded_rectangle(box, (wide / 2 if r is None else r) * SCALE, fill=colour)

    def slice(self, x: float, y: float, r: float, start: float, end: float, colour: str) -> None:
        """A slice of a disc between two angles in degrees, clockwise from three o'clock."""
        box = [side * SCALE for side in (x - r, y - r, x + r, y + r)]
        self.pen.pieslice(box, start, end, fill=colour)

    def arc(self, x: float, y: float, r: float, start: float, end: float, colour: str, width: float) -> None:
        """Part of a circle between two angles in degrees."""
        box = [side * SCALE for side in (x - r, y - r, x + r, y + r)]
        self.pen.arc(box, start, end, fill=colour, width=round(width * SCALE))

    def star(self, x: float, y: float, r: float, colour: str, turn: float = 0) -> None:
        """An eight-pointed star: two squares over each other."""
        for more in (0, 45):
            self.pen.regular_polygon((x * SCALE, y * SCALE, r * SCALE), 4, rotation=turn + more, fill=colour)

    def ridge(self, height_at: Callable[[float], float], colour: str) -> None:
        """Everything below a curve; `height_at` takes and gives shares of the sheet."""
        crest = [(x, height_at(x / self.width) * self.height) for x in range(0, self.width + 5, 5)]
        self.shape([(0, self.height), *crest, (self.width + 5, self.height)], colour)

    def done(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.resize((self.width, self.height), Image.Resampling.BOX)


def seeds(count: int) -> list[tuple[float, float]]:
    """Places of `count` seeds in a flower, from the middle to a distance of 1."""
    turn = math.pi * (3 - math.sqrt(5))
    return [
        (math.sqrt(n / count) * math.cos(n * turn), math.sqrt(n / count) * math.sin(n * turn))
        for n in range(1, count + 1)
    ]
