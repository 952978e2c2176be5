"""Covers: a wide picture for each person, by handle."""

import math
import random

from PIL import Image

from wm.demo.colour import mix
from wm.demo.drawings.land import fir_forest
from wm.demo.drawings.light import glow, leaning, sloped
from wm.demo.drawings.ornament import zellige_wall
from wm.demo.drawings.sheet import Sheet, seeds

WIDE, TALL = SIZE = (1500, 500)


def ada() -> Image.Image:
    """A flower much larger than the sheet."""
    sheet = Sheet(WIDE, TALL, glow(SIZE, ("#1c4a45", "#143734", "#0d2524"), reach=1.4))
    for i, (x, y) in enumerate(seeds(1100)):
        sheet.disc(1040 + x * 900, 270 + y * 900, 5 + i * 0.013, mix("#ffe9a8", "#8e2f6f", min(i / 700, 1)))
    return sheet.done()


def ben() -> Image.Image:
    """An evening at the window."""
    sheet = Sheet(WIDE, TALL, sloped(SIZE, ("#22384a", "#3f5f73", "#d98f5c", "#f6ae2d")))
    sheet.disc(1080, 360, 150, "#ffe2a0")
    for i in range(7):
        sheet.bar(WIDE / 2, 330 + i * 26, WIDE, 4 + i * 3, "#22384a", 0)
    return sheet.done()


def cy() -> Image.Image:
    """Rings that meet."""
    sheet = Sheet(WIDE, TALL, "#e9d8c4")
    for i in range(9):
        for ring, colour in enumerate(("#264653", "#2a9d8f", "#e76f51", "#f4a261")):
            sheet.ring(i * 190 - 10, 250 + 120 * (-1) ** i, 200 - ring * 46, colour, 17)
    return sheet.done()


def mo() -> Image.Image:
    """A dry garden: raked gravel and three stones."""
    sheet = Sheet(WIDE, TALL, "#dfe4d6")
    for i in range(40):
        y = i * 14
        sheet.line([(x, y + 9 * math.sin(x / 150 + i / 9)) for x in range(0, WIDE + 10, 10)], "#c4ccb8", 3)
    for x, y, r, colour in ((1010, 230, 92, "#5f7768"), (1290, 320, 58, "#3f5147"), (310, 210, 54, "#c9764f")):
        for ring in range(6):
            sheet.disc(x, y, r + 92 - ring * 15, "#dfe4d6" if ring % 2 else "#c4ccb8")
        sheet.disc(x, y, r, colour)
    return sheet.done()


def ruth() -> Image.Image:
    """A week, many times."""
    sheet = Sheet(WIDE, TALL, leaning(SIZE, ("#3b2334", "#4a2a3d", "#5c3344")))
    for i in range(58):
        tall = 60 + 300 * (1 - (i % 7) / 7) * (0.55 + 0.45 * math.sin(i / 9) ** 2)
        sheet.bar(20 + i * 26, 250, 12, tall, "#f7b733" if i % 7 == 0 else mix("#f3e3d3", "#a35d70", (i % 7) / 7))
    return sheet.done()


def rosa() -> Image.Image:
    """Two rows of waves that add up to a level one."""
    sheet = Sheet(WIDE, TALL, sloped(SIZE, ("#16404d", "#1d5a68", "#2b7a80")))
    for i in range(9):
        for turn, colour in ((1, "#f2e2c4"), (-1, "#e8a87c")):
            wave = [(x, 250 + turn * (18 + i * 22) * math.sin(x / 170 + i / 5)) for x in range(0, WIDE + 10, 10)]
            sheet.line(wave, mix(colour, "#1d5a68", i / 11), 5)
    return sheet.done()


def nomvula() -> Image.Image:
    """A coast in the first light."""
    sheet = Sheet(WIDE, TALL, sloped(SIZE, ("#f7c59f", "#f9dfb8", "#fbead0")))
    sheet.disc(420, 190, 78, "#e4572e")
    inks = ("#efb17a", "#dd8a5f", "#b85f63", "#86486f", "#563a6d", "#33305f")
    for i, colour in enumerate(inks):
        sheet.ridge(
            lambda x, i=i: 0.38 + 0.11 * i + 0.07 * math.sin(7 * x + i * 1.9) + 0.03 * math.sin(17 * x - i), colour
        )
    return sheet.done()


def ilkka() -> Image.Image:
    """A lake under northern lights."""
    sky = sloped(SIZE, ("#0a1230", "#1d2060", "#2b4f8a", "#3fb58e", "#a5eab0"))
    sheet = Sheet(WIDE, TALL, sky)
    chance = random.Random(12)
    for _ in range(160):
        sheet.disc(chance.randrange(WIDE), chance.randrange(260), chance.choice((0.8, 1.1, 1.6)), "#e8f0ff")
    picture, forest = sheet.done(), fir_forest(SIZE, 0.8, "#060c1e")
    picture.paste(forest, (0, 0), forest)
    return picture


def meenal() -> Image.Image:
    """Tied dots on madder red."""
    sheet = Sheet(WIDE, TALL, leaning(SIZE, ("#5c1024", "#7c1a2c", "#5c1024")))
    for row in range(17):
        for column in range(51):
            x, y = column * 30 + 15 * (row % 2), row * 30 + 10
            wave = 0.5 + 0.5 * math.sin(
                math.hypot((x - 750) / 1.6, y - 250) / 26 + math.cos(8 * math.atan2(y - 250, x - 750))
            )
            sheet.disc(x, y, 3 + 9 * wave, mix("#f7b2c4", "#ffd166", wave))
    return sheet.done()


def tomas() -> Image.Image:
    """A table with many bowls, from above."""
    chance = random.Random(31)
    sheet = Sheet(WIDE, TALL, "#e9b44c")
    inks = ("#7c2230", "#b23a2f", "#d9772e", "#5b6b2f", "#f4e3b2", "#3b1f1a")
    for column in range(10):
        for row in range(3):
            x, y, r = column * 170 + 60 - 60 * (row % 2), row * 176 + 74, chance.randrange(58, 80)
            clay, soup = chance.sample(inks, 2)
            for share, colour in (
                (1, clay),
                (0.86, mix(clay, "#ffffff", 0.18)),
                (0.74, soup),
                (0.3, mix(soup, "#fff0c0", 0.35)),
            ):
                sheet.disc(x, y, r * share, colour)
    return sheet.done()


def haruka() -> Image.Image:
    """A long sound."""
    sheet = Sheet(WIDE, TALL, leaning(SIZE, ("#1c2b4a", "#24335c", "#1c2b4a")))
    for i in range(62):
        loud = abs(math.sin(i * 0.37)) * (0.4 + 0.6 * abs(math.sin(i * 1.9)))
        sheet.bar(16 + i * 24, 250, 12, 24 + 380 * loud, mix("#ff8fa3", "#ffd166", i / 61))
    return sheet.done()


def leila() -> Image.Image:
    """A wall in Fez."""
    return zellige_wall(SIZE, across=12)


def kwabena() -> Image.Image:
    """Quarter circles, thirty by ten."""
    chance, side = random.Random(7), 50
    sheet = Sheet(WIDE, TALL, "#231a3a")
    for i in range(300):
        turn = chance.randrange(4)
        x, y = i % 30 * side + (turn in (1, 2)) * side, i // 30 * side + (turn in (2, 3)) * side
        sheet.slice(
            x,
            y,
            side,
            turn * 90,
            turn * 90 + 90,
            chance.choice(("#f2b134", "#e8744f", "#3aa6a0", "#f3ece0", "#c93f5d")),
        )
    return sheet.done()


def oksana() -> Image.Image:
    """Three inks and the dots between them."""
    sheet = Sheet(WIDE, TALL, "#f7f0e1")
    for x, y, r, colour in ((330, 240, 210, "#f7c52d"), (620, 290, 170, "#f2545b"), (1130, 220, 260, "#2450a8")):
        sheet.disc(x, y, r, colour)
    for row in range(36):
        for column in range(108):
            x, y = column * 14, row * 14
            tone = 0.5 + 0.5 * math.sin(x / 190 + math.sin(y / 90))
            sheet.disc(x, y, 5.5 * tone, mix("#2450a8", "#f2545b", x / WIDE))
    return sheet.done()
