"""Ilkka's films: northern lights, an hour of stars, a month of the Moon."""

import math
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw

from wm.demo.drawings.land import fir_forest, moon_face
from wm.demo.drawings.light import rings, sloped
from wm.demo.scenes.kit import Canvas, Scene, blank, eased, field_of, layer, reduced, stencil, still, through
from wm.demo.scenes.paint import ramp

SHORE = 0.7  # of the height


def aurora(canvas: Canvas) -> Scene:
    """Two curtains of light, and the lake below that repeats them."""
    light = field_of(canvas, f"{_curtain(0.72, 0, 0.74)}+{_curtain(0.56, 2, 0.42)}", grid=(160, 36))
    paint = ramp("#0a1230", "#1d2060", "#3f2f86", "#1f7f86", "#3fcf8e", "#b9f5b4", "#f0ffe0", fine=True)
    shore = round(canvas.height * SHORE)
    graph = (
        f"{light},{eased(canvas)},{paint}[sky];{layer('stars')}[stars];[sky][stars]overlay=shortest=1,split[up][down];"
        f"[down]crop=iw:{canvas.height - shore}:0:{2 * shore - canvas.height},vflip[lake];"
        f"[up][lake]overlay=0:{shore}[scene];"
        f"{layer('forest')}[forest];[scene][forest]overlay=shortest=1[v]"
    )
    return Scene(
        graph,
        {
            "stars": lambda: _stars(canvas),
            "forest": lambda: fir_forest((canvas.width, canvas.height), SHORE, "#050a18"),
        },
    )


def _curtain(foot: float, phase: float, strength: float) -> str:
    """Light that rises from a wandering line: sharp below, long rays above."""
    line = f"{foot}+0.06*sin(X/21+T*0.3+{phase})+0.035*sin(X/7.5-T*0.4+{phase * 2})"
    rays = f"0.6+0.4*sin(X/2.3+2.4*sin(X/11+T*0.5)+T*0.4+{phase})"
    return f"st(0,{line}-Y/H)*0+{strength}*({rays})*exp(ld(0)*if(gt(ld(0),0),-3.6,20))"


def _stars(canvas: Canvas) -> Image.Image:
    chance = random.Random(17)
    sheet = Image.new("RGBA", (canvas.width, canvas.height))
    pen = ImageDraw.Draw(sheet)
    for _ in range(240):
        x, y = chance.randrange(canvas.width), chance.randrange(round(canvas.height * SHORE))
        r = chance.choice((0, 0, 0, 1, 1))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(255, 250, 235, chance.randrange(60, 220)))
    return sheet


def star_trails(canvas: Canvas) -> Scene:
    """Each star leaves an arc around the pole; nothing is ever wiped away."""
    size = (canvas.width, canvas.height)
    lights = ("#fff6dc", "#ffd9a0", "#bcd3ff", "#fff6dc", "#f7b48a", "#9fc3f5")
    sky = through(f"[frames]{reduced(canvas)}", still("light"), still("paper"))
    plates = {
        "light": lambda: rings(size, _pole(canvas, 1), lights, 34),
        "paper": lambda: sloped(size, ("#070b1f", "#101a3f", "#24305f", "#4a4676")),
        "forest": lambda: fir_forest(size, 0.93, "#03060f", water=False),
    }
    graph = f"{sky}[sky];{layer('forest')}[forest];[sky][forest]overlay=shortest=1[v]"
    return Scene(graph, plates, stencil(canvas, lambda: _trails(canvas)))


def _pole(canvas: Canvas, scale: int) -> tuple[float, float]:
    return canvas.width * 0.58 * scale, canvas.height * 0.46 * scale


def _trails(canvas: Canvas) -> Iterator[bytes]:
    """The first frame shows an hour already; every other one adds a little to each arc."""
    chance, (image, pen) = random.Random(3), blank(canvas)
    reach = canvas.width * 1.25
    stars = [
        (
            reach * math.sqrt(chance.random()),
            chance.random() * math.tau,
            chance.randrange(70, 256),
            chance.choice((2, 3, 3, 4)),
        )
        for _ in range(520)
    ]
    for frame in range(canvas.frames):
        turns = [-0.3 + 0.02 * i for i in range(16)] if frame == 0 else [(frame - 2) * 0.0024, frame * 0.0024]
        for radius, angle, light, width in stars:
            pen.line([_around(_pole(canvas, 2), radius, angle + turn) for turn in turns], fill=light, width=width)
        yield image.tobytes()


def _around(middle: tuple[float, float], radius: float, angle: float) -> tuple[float, float]:
    return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)


def moon_month(canvas: Canvas) -> Scene:
    """The Moon through its phases, and the thirty days below it."""
    size = (canvas.width, canvas.height)
    plates = {
        "moon": lambda: moon_face(size, _disc(canvas)),
        "paper": lambda: sloped(size, ("#141a33", "#1d2547", "#2b3158")),
    }
    graph = through(f"[frames]{reduced(canvas)}", still("moon"), still("paper"))
    return Scene(f"{graph}[v]", plates, stencil(canvas, lambda: _phases(canvas)))


def _disc(canvas: Canvas) -> tuple[float, float, float]:
    return canvas.width / 2, canvas.height * 0.44, canvas.height * 0.31


def _phases(canvas: Canvas) -> Iterator[bytes]:
    x, y, r = (2 * part for part in _disc(canvas))
    small, gap = canvas.height * 0.021, canvas.width * 2 * 0.62 / 29
    for frame in range(canvas.frames):
        image, pen = blank(canvas)
        age = (0.08 + 0.92 * frame / canvas.frames) % 1
        pen.polygon(_lit(x, y, r, age), fill=255)
        for day in range(30):
            here = canvas.width + (day - 14.5) * gap
            today = day == int(age * 30)
            pen.polygon(
                _lit(here, canvas.height * 1.79, small * (1.35 if today else 1), (day + 0.5) / 30),
                fill=255 if today else 110,
            )
        yield image.tobytes()


def _lit(x: float, y: float, r: float, age: float) -> list[tuple[float, float]]:
    """The lit part of a moon of that age (0 new, 0.5 full): half the limb, and back along the terminator."""
    side, waist = (1, math.cos(math.tau * age)) if age < 0.5 else (-1, math.cos(math.tau * age))
    turns = [math.pi * i / 60 for i in range(61)]
    limb = [(x + side * r * math.sin(turn), y - r * math.cos(turn)) for turn in turns]
    return limb + [(x + side * waist * r * math.sin(turn), y - r * math.cos(turn)) for turn in reversed(turns)]
