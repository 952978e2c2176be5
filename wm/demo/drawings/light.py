"""Light and colour over a whole sheet."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from wm.demo.colour import rgb, steps


def glow(size: tuple[int, int], colours: Sequence[str], reach: float = 1.0) -> Image.Image:
    """An oval of light: the first colour in the middle, the last `reach` half-sides away and beyond."""
    wheel = Image.radial_gradient("L").resize([round(side * reach) for side in size])
    sheet = Image.new("L", size, 255)
    sheet.paste(wheel, ((size[0] - wheel.width) // 2, (size[1] - wheel.height) // 2))
    return painted(sheet, colours)


def painted(grey: Image.Image, colours: Sequence[str]) -> Image.Image:
    """A grey picture in colour: black becomes the first of `colours`, white the last."""
    table = [rgb(colour) for colour in steps(colours, 256)]
    return Image.merge("RGB", [grey.point([colour[channel] for colour in table]) for channel in range(3)])


def sloped(size: tuple[int, int], colours: Sequence[str]) -> Image.Image:
    """`colours` from top to bottom."""
    return painted(Image.linear_gradient("L").resize(size), colours)


def leaning(size: tuple[int, int], colours: Sequence[str]) -> Image.Image:
    """`colours` from left to right."""
    return sloped(size[::-1], colours).transpose(Image.Transpose.ROTATE_90)


def rings(size: tuple[int, int], middle: tuple[float, float], colours: Sequence[str], width: int) -> Image.Image:
    """Rings of `width` pixels around `middle`, taking `colours` in turn."""
    sheet = Image.new("RGB", size)
    pen = ImageDraw.Draw(sheet)
    for i in reversed(range(2 * max(size) // width)):
        pen.circle(middle, (i + 1) * width, fill=colours[i % len(colours)])
    return sheet
