"""Black bars: found where they stand in every frame, so that renditions hold nothing but the picture."""

from dataclasses import dataclass
from functools import reduce

from PIL import Image, ImageChops

BLACK = 20  # luma of 255 up to which something is black
STRAY, LIT_EDGE = 0.01, 0.25  # shares of a line: that may shine in a bar, that must shine where the picture begins
LEAST, MOST, UNEVEN = 0.02, 0.3, 0.01  # shares of the picture: of one bar, and by which two opposite bars may differ
LIT_FRAME, LIT_FRAMES = 0.25, 2  # share of a frame that shines, and how many frames must be so
EDGE_LINES = 3


@dataclass(frozen=True)
class Crop:
    """What to cut from each side, in parts of the upright picture's width (left, right) or height (top, bottom)."""

    left: float
    top: float
    right: float
    bottom: float

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return what is left of `width` x `height` pixels, in even numbers."""
        return _even(width * (1 - self.left - self.right)), _even(height * (1 - self.top - self.bottom))


def cut(frame: Image.Image, crop: Crop) -> Image.Image:
    """Return `frame` without its bars."""
    width, height = frame.size
    left, top = round(width * crop.left), round(height * crop.top)
    wide, high = crop.size(width, height)
    return frame.crop((left, top, min(width, left + wide), min(height, top + high)))


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def crop(frames: list[Image.Image]) -> Crop | None:
    """Return what to cut from a film of which `frames` are some; None when there are no bars, or it is too dark to say."""
    masks = [frame.convert("L").point(lambda luma: 255 * (luma > BLACK)) for frame in frames]
    if sum(_share(mask) >= LIT_FRAME for mask in masks) < LIT_FRAMES:
        return None
    shining = reduce(ImageChops.lighter, masks)
    top, bottom = _pair(_lines(shining, (1, shining.height)))
    left, right = _pair(_lines(shining, (shining.width, 1)))
    return Crop(left, top, right, bottom) if any((left, top, right, bottom)) else None


def _share(mask: Image.Image) -> float:
    return mask.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) / 255


def _lines(shining: Image.Image, size: tuple[int, int]) -> list[float]:
    """The share of each row, or column, that shines."""
    shares = shining.convert("F").resize(size, Image.Resampling.BOX)
    return [shares.getpixel((x, y)) / 255 for x in range(size[0]) for y in range(size[1])]


def _pair(lines: list[float]) -> tuple[float, float]:
    """The parts that the bars at both ends take; none where they are no bars."""
    ends = [_bar(lines), _bar(lines[::-1])]
    is_pair = abs(ends[0] - ends[1]) <= UNEVEN + 1 / len(lines)
    return (ends[0], ends[1]) if is_pair and all(LEAST <= end <= MOST for end in ends) else (0.0, 0.0)


def _bar(lines: list[float]) -> float:
    """The part of the picture that is black from here on, with the blurred line at its edge; 0 when it only fades out."""
    count = next((number for number, lit in enumerate(lines) if lit > STRAY), len(lines))
    if max(lines[count : count + EDGE_LINES], default=0) < LIT_EDGE:
        return 0.0
    return (count + 1) / len(lines) if count else 0.0
