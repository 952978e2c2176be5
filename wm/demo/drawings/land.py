"""Land and sky: forests, hills, the Moon, what one sees from a train."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from wm.demo.drawings.light import sloped


def fir_forest(size: tuple[int, int], shore: float, colour: str, water: bool = True) -> Image.Image:
    """A line of firs that stands at `shore` (a share of the height), with its reflection where there is water."""
    chance, (width, height) = random.Random(23), size
    sheet = Image.new("L", (width * 2, height * 2))
    pen, ground = ImageDraw.Draw(sheet), round(height * 2 * shore)
    hills = [
        (x, ground - height * (0.05 + 0.03 * math.sin(x / width * 3.1 + 1) + 0.02 * math.sin(x / width * 7)))
        for x in range(0, width * 2 + 20, 20)
    ]
    pen.polygon([(0, ground), *hills, (width * 2, ground)], fill=255)
    for x in range(0, width * 2, 14):
        tall, foot = height * chance.uniform(0.03, 0.13), hills[min(x // 20, len(hills) - 1)][1] + 8
        for tier in range(4):
            top, wide = foot - tall * (1 - tier * 0.22), tall * (0.07 + tier * 0.055)
            pen.polygon([(x, top), (x - wide, top + tall * 0.42), (x + wide, top + tall * 0.42)], fill=255)
    _below(sheet, ground, water)
    forest = Image.new("RGBA", size, colour)
    forest.putalpha(sheet.resize(size, Image.Resampling.BOX))
    return forest


def _below(sheet: Image.Image, ground: int, water: bool) -> None:
    """Below the shore: the forest upside down and paler, or solid earth."""
    if not water:
        sheet.paste(255, (0, ground, *sheet.size))
        return
    low = sheet.height - ground
    mirrored = sheet.crop((0, ground - low, sheet.width, ground)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    sheet.paste(mirrored.point(lambda a: a * 7 // 10), (0, ground))


def moon_face(size: tuple[int, int], disc: tuple[float, float, float]) -> Image.Image:
    """A cream sheet with the Moon's seas and craters at `disc` (x, y, radius)."""
    chance, (x, y, r) = random.Random(6), disc
    sheet = Image.new("RGB", size, "#f3e9d2")
    pen = ImageDraw.Draw(sheet)
    for _ in range(26):
        turn, far, wide = chance.random() * math.tau, r * chance.uniform(0, 0.75), r * chance.uniform(0.08, 0.26)
        pen.circle(
            (x - r * 0.15 + far * math.cos(turn), y - r * 0.1 + far * math.sin(turn) * 0.8), wide, fill="#dcd0b6"
        )
    sheet = sheet.filter(ImageFilter.GaussianBlur(r * 0.05))
    pen = ImageDraw.Draw(sheet)
    for _ in range(70):
        turn, far, wide = chance.random() * math.tau, r * math.sqrt(chance.random()), r * chance.uniform(0.012, 0.05)
        spot = (x + far * math.cos(turn), y + far * math.sin(turn))
        pen.circle((spot[0] + wide * 0.2, spot[1] + wide * 0.2), wide, fill="#fbf5e6")
        pen.circle(spot, wide, fill="#d3c6aa")
    return sheet.filter(ImageFilter.GaussianBlur(1.2))


def hills_strip(
    size: tuple[int, int], share: float, colour: str, seed: int, rough: float, lamps: bool = False
) -> Image.Image:
    """Two screens' width of hills that join at the ends, `share` of the height tall; with lit windows if `lamps`."""
    chance, (width, height) = random.Random(seed), size
    waves = [(n, rough * chance.uniform(0.2, 1) / n**0.6, chance.random() * math.tau) for n in range(1, 9)]
    tall = round(height * share)
    crest = [
        (x, height * (rough + sum(a * math.sin(math.tau * n * x / width + turn) for n, a, turn in waves) * 0.35))
        for x in range(0, width * 2 + 9, 8)
    ]
    strip = Image.new("RGBA", (width * 2, tall))
    pen = ImageDraw.Draw(strip)
    pen.polygon([(0, tall), *crest, (width * 2, tall)], fill=colour)
    for _ in range(30 if lamps else 0):
        x, drop, r = chance.randrange(width), chance.uniform(0.01, 0.06) * height, chance.choice((2, 2, 3, 4))
        for here in (x, x + width):
            pen.circle((here, crest[here // 8][1] + drop), r, fill=chance.choice(("#ffd98a", "#ffb45c", "#fff1c9")))
    return strip


def poles_strip(size: tuple[int, int], colour: str) -> Image.Image:
    """One telegraph pole to a screen, and the wires that sag between them."""
    width, height = size
    strip = Image.new("RGBA", (width * 2, height * 9 // 10))
    pen, thick = ImageDraw.Draw(strip), max(width // 190, 3)
    for wire in range(3):
        top = height * (0.03 + 0.035 * wire)
        sag = [(x, top + height * 0.09 * (1 - (2 * (x % width) / width - 1) ** 2)) for x in range(0, width * 2, 12)]
        pen.line(sag, fill=colour, width=max(width // 800, 1))
    for x in (0, width):
        pen.rectangle((x, 0, x + thick * 2, strip.height), fill=colour)
        for wire in range(2):
            pen.rectangle(
                (x - thick * 7, height * (0.03 + 0.05 * wire), x + thick * 9, height * (0.03 + 0.05 * wire) + thick),
                fill=colour,
            )
    return strip


def train_window(size: tuple[int, int]) -> Image.Image:
    """The inside of a sleeping car: a dark wall, a round-cornered pane, a little lamp-light on the sill."""
    width, height = size
    wall = sloped(size, ("#15101c", "#1d141f", "#2c1b1e")).convert("RGBA")
    pane = Image.new("L", (width * 2, height * 2), 255)
    box = (width * 0.16, height * 0.14, width * 1.84, height * 1.74)
    ImageDraw.Draw(pane).rounded_rectangle(box, height * 0.16, fill=0)
    pen = ImageDraw.Draw(wall)
    edge = [side / 2 for side in box]
    pen.rounded_rectangle(
        (edge[0] - 14, edge[1] - 14, edge[2] + 14, edge[3] + 14), height * 0.09, outline="#4a2c24", width=14
    )
    pen.rectangle((0, edge[3] + 34, width, edge[3] + 40), fill="#5a3526")
    pen.rectangle((0, edge[3] + 40, width, height), fill="#23161a")
    wall.putalpha(pane.resize(size, Image.Resampling.BOX))
    return wall
