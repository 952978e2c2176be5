"""Ornament: a kolam's ground, a halftone screen, a wall of tiles and the shade upon it."""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from wm.demo.drawings.light import glow


def kolam_ground(size: tuple[int, int], path: Sequence[tuple[float, float]]) -> Image.Image:
    """Swept red earth with the dots that a kolam goes round, and the line still to come as a hint."""
    width, height = size
    sheet = glow((width * 2, height * 2), ("#a8452f", "#933a2b", "#6f2924", "#571f20"), reach=1.9)
    pen = ImageDraw.Draw(sheet)
    pen.line([(2 * x, 2 * y) for x, y in path], fill="#9c4a36", width=height // 100, joint="curve")
    for row in range(9):
        for column in range(16):
            x, y = width * (1 + 0.455 * ((2 * column + 1) / 8 - 2)), height * (1 + 0.448 * ((2 * row + 1) / 4.5 - 2))
            pen.circle((x, y), height // 95, fill="#f6cf94")
    return sheet.resize(size, Image.Resampling.BOX)


def screen(side: int, gap: int = 15) -> Image.Image:
    """A halftone screen: hills of grey, `gap` pixels apart, to add to a tone and cut at the middle."""
    wave = [0.5 + 0.5 * math.cos(math.tau * i / (gap * 8)) for i in range(gap * 8)]
    hill = Image.new("L", (gap * 8, gap * 8))
    hill.putdata([round(255 * (a + b) / 2) for a in wave for b in wave])
    hill = hill.resize((gap, gap), Image.Resampling.BOX)
    sheet = Image.new("L", (side, side))
    for y in range(0, side, gap):
        for x in range(0, side, gap):
            sheet.paste(hill, (x, y))
    return sheet


def zellige_wall(size: tuple[int, int], across: int = 8) -> Image.Image:
    """Eight-pointed stars and the crosses between them, glazed in a few blues, greens and ochre."""
    chance, (width, height) = random.Random(4), (size[0] * 2, size[1] * 2)
    sheet = Image.new("RGB", (width, height), "#f2e6cf")
    pen, step = ImageDraw.Draw(sheet), width / across
    for row in range(-1, height // round(step) + 2):
        for column in range(-1, across + 2):
            x, y = column * step, row * step
            _star(pen, x, y, step * 0.5, chance.choice(("#1d4f7c", "#1f6f78", "#2b3f7f", "#24805f")), "#f2e6cf")
            pen.regular_polygon(
                (x, y, step * 0.17), 8, rotation=22.5, fill=chance.choice(("#e0a030", "#d9772e", "#f2e6cf"))
            )
            _cross(pen, x + step / 2, y + step / 2, step, chance.choice(("#b8452f", "#a63a35", "#c2592f")))
    return sheet.resize(size, Image.Resampling.BOX)


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, reach: float, glaze: str, joint: str) -> None:
    """Two squares laid over each other."""
    for size, colour in ((reach * 0.97, glaze), (reach * 0.62, joint), (reach * 0.55, glaze)):
        for turn in (0, 45):
            pen.regular_polygon((x, y, size), 4, rotation=turn, fill=colour)


def _cross(pen: ImageDraw.ImageDraw, x: float, y: float, step: float, glaze: str) -> None:
    """What the stars leave free, drawn as two slim hexagons."""
    long, wide = step * 0.30, step * 0.085
    tips = ((-long, 0), (wide - long, -wide), (long - wide, -wide), (long, 0), (long - wide, wide), (wide - long, wide))
    pen.polygon([(x + a, y + b) for a, b in tips], fill=glaze)
    pen.polygon([(x + b, y + a) for a, b in tips], fill=glaze)


def shade_of_a_screen(size: tuple[int, int], gap: int = 300) -> Image.Image:
    """Cool shade with patches of sun in the form of stars, leaning as light does in the afternoon."""
    shade = Image.new("L", size, 118)
    pen = ImageDraw.Draw(shade)
    for row, y in enumerate(range(0, size[1] + gap, gap)):
        for x in range(0, size[0] + gap, gap):
            here = x + gap / 2 * (row % 2)
            for turn in (12, 57):
                pen.regular_polygon((here, y, gap * 0.46), 4, rotation=turn, fill=0)
    sheet = Image.new("RGBA", size, "#15183f")
    sheet.putalpha(shade.filter(ImageFilter.GaussianBlur(gap / 36)))
    return sheet
