"""Avatars: an emblem for each person, by handle."""

import math

from PIL import Image

from wm.demo.colour import mix
from wm.demo.drawings.light import sloped
from wm.demo.drawings.sheet import Sheet, seeds

SIDE = 512
MID = SIDE / 2


def ada() -> Image.Image:
    """Seeds of a sunflower."""
    sheet = Sheet(SIDE, SIDE, "#12312f")
    for i, (x, y) in enumerate(seeds(72)):
        sheet.disc(MID + x * 206, MID + y * 206, 9 + i * 0.19, mix("#fff1c4", "#f2644f", i / 71))
    return sheet.done()


def ben() -> Image.Image:
    """A sun going down in stripes."""
    sheet = Sheet(SIDE, SIDE, "#2f4858")
    sheet.disc(MID, MID, 165, "#f6ae2d")
    for i, wide in enumerate((8, 13, 19, 26)):
        sheet.bar(MID, 268 + i * 42, SIDE, wide, "#2f4858", 0)
    return sheet.done()


def cy() -> Image.Image:
    """Open rings, each turned a little further."""
    sheet = Sheet(SIDE, SIDE, "#e9d8c4")
    for i, colour in enumerate(("#264653", "#2a9d8f", "#e9a13b", "#e76f51")):
        sheet.arc(MID, MID, 205 - i * 52, 40 + i * 65, 320 + i * 65, colour, 32)
    return sheet.done()


def mo() -> Image.Image:
    """Four stones that keep their balance."""
    sheet = Sheet(SIDE, SIDE, "#dfe7da")
    for y, wide, tall, colour in (
        (392, 300, 96, "#3f5147"),
        (306, 226, 82, "#5f7768"),
        (234, 160, 68, "#8aa08c"),
        (176, 96, 52, "#c9764f"),
    ):
        sheet.bar(MID + (y % 7 - 3) * 3, y, wide, tall, colour, tall / 2)
    return sheet.done()


def ruth() -> Image.Image:
    """Seven bars, one of them lit."""
    sheet = Sheet(SIDE, SIDE, "#3b2334")
    for i in range(7):
        tall = 290 - i * 38
        sheet.bar(100 + i * 52, MID, 27, tall, "#f7b733" if i == 0 else mix("#f3e3d3", "#b56b79", i / 6))
    return sheet.done()


def rosa() -> Image.Image:
    """Two shells that close."""
    sheet = Sheet(SIDE, SIDE, "#16404d")
    for i, colour in enumerate(("#f2e2c4", "#e8a87c", "#c8553d")):
        sheet.arc(MID - 14, MID, 196 - i * 58, 90, 270, colour, 38)
        sheet.arc(MID + 14, MID, 196 - i * 58, 270, 450, mix(colour, "#16404d", 0.35), 38)
    return sheet.done()


def nomvula() -> Image.Image:
    """Dunes and a low sun."""
    sheet = Sheet(SIDE, SIDE, "#f9d9a6")
    sheet.disc(330, 190, 84, "#e4572e")
    for i, colour in enumerate(("#e9a15b", "#cf6f4a", "#94475a", "#4b2f5c")):
        sheet.ridge(
            lambda x, i=i: 0.46 + 0.135 * i + 0.06 * math.sin(6.3 * x + i * 2.2) + 0.02 * math.sin(13 * x + i), colour
        )
    return sheet.done()


def ilkka() -> Image.Image:
    """A thin moon over firs."""
    sheet = Sheet(SIDE, SIDE, sloped((SIDE, SIDE), ("#0e1538", "#24306b", "#2f7d86", "#7fdca4")))
    limb = [(240 - 118 * math.sin(t), 196 - 118 * math.cos(t)) for t in (math.pi * i / 40 for i in range(41))]
    shade = [(240 - 62 * math.sin(t), 196 - 118 * math.cos(t)) for t in (math.pi * i / 40 for i in range(40, -1, -1))]
    sheet.shape(limb + shade, "#fff3d0")
    for i in range(15):
        x, tall = i * 38 - 8, 90 + 52 * ((i * 7) % 4) / 3
        for tier in range(3):
            top, wide = SIDE - tall * (1 - tier * 0.26), 15 + tier * 9
            sheet.shape(((x, top), (x - wide, top + tall * 0.5), (x + wide, top + tall * 0.5)), "#070d1f")
    return sheet.done()


def meenal() -> Image.Image:
    """One line round twelve dots."""
    sheet = Sheet(SIDE, SIDE, "#8e2f2b")
    turns = [math.tau * i / 600 for i in range(602)]
    bend = math.asin(0.97)
    path = [
        (MID + 190 * math.asin(0.97 * math.sin(3 * t)) / bend, MID + 190 * math.asin(0.97 * math.sin(4 * t)) / bend)
        for t in turns
    ]
    sheet.line(path, "#fdf6e6", 15)
    for x, y in ((a, b) for a in range(4) for b in range(3)):
        sheet.disc(MID + (x - 1.5) * 95, MID + (y - 1) * 126, 11, "#f3b35e")
    return sheet.done()


def tomas() -> Image.Image:
    """A bowl, and what rises from it."""
    sheet = Sheet(SIDE, SIDE, "#f2c14e")
    for i, x in enumerate((176, 256, 336)):
        sheet.line([(x + 20 * math.sin(y / 26 + i), y) for y in range(96 + 20 * (i % 2), 236, 3)], "#fff6dd", 17)
    sheet.slice(MID, 262, 188, 0, 180, "#b23a2f")
    sheet.bar(MID, 264, 416, 38, "#7c2230")
    sheet.bar(MID, 452, 150, 24, "#7c2230")
    return sheet.done()


def haruka() -> Image.Image:
    """A sound, as tall as it is loud."""
    sheet = Sheet(SIDE, SIDE, "#1c2b4a")
    for i in range(13):
        loud = abs(math.sin(i * 1.7 + 0.5)) * math.exp(-(((i - 5) / 5.2) ** 2))
        sheet.bar(76 + i * 30, MID, 16, 34 + 300 * loud, mix("#ff8fa3", "#ffd166", i / 12))
    return sheet.done()


def leila() -> Image.Image:
    """An eight-pointed star within others."""
    sheet = Sheet(SIDE, SIDE, "#f2e6cf")
    for r, colour in (
        (250, "#1d4f7c"),
        (196, "#f2e6cf"),
        (180, "#1f7a74"),
        (122, "#f2e6cf"),
        (108, "#c2592f"),
        (52, "#e9b44c"),
    ):
        sheet.star(MID, MID, r, colour)
    return sheet.done()


def kwabena() -> Image.Image:
    """Quarter circles, four by four."""
    sheet, side = Sheet(SIDE, SIDE, "#231a3a"), SIDE / 4
    inks = ("#f2b134", "#e8744f", "#3aa6a0", "#f3ece0")
    for i, turn in enumerate((0, 1, 3, 2, 2, 3, 1, 0, 1, 0, 2, 3, 3, 2, 0, 1)):
        x, y = i % 4 * side + (turn in (1, 2)) * side, i // 4 * side + (turn in (2, 3)) * side
        sheet.slice(x, y, side, turn * 90, turn * 90 + 90, inks[(i * 5 + i // 4) % 4])
    return sheet.done()


def oksana() -> Image.Image:
    """Three inks, slightly out of register."""
    sheet = Sheet(SIDE, SIDE, "#f7f0e1")
    for x, y, colour in ((206, 214, "#f7c52d"), (306, 226, "#f2545b"), (248, 304, "#2450a8")):
        sheet.disc(x, y, 140, colour)
    for row in range(26):
        for column in range(26):
            x, y = column * 20 + 10 * (row % 2), row * 20
            inside = sum(math.hypot(x - a, y - b) < 140 for a, b in ((206, 214), (306, 226), (248, 304)))
            if inside > 1:
                sheet.disc(x, y, 3 + 2.2 * inside, "#2b1e3d")
    return sheet.done()
