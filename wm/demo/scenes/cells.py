"""Kwabena's films: small rules on grids, shown as lamps, as cloth and as tiles."""

import math
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw

from wm.demo.colour import rgb
from wm.demo.scenes.kit import Canvas, Frames, Scene, eased, field_of, flat, grown, layer, mask, through
from wm.demo.scenes.paint import YUV, ramp

LAMP = 16  # pixels from one lamp to the next
STITCH = 12
TILE = 80
TWICE = "scale=iw*2:ih*2:flags=neighbor"  # before paint, so that neighbours keep their own colours


def lamps(canvas: Canvas) -> Scene:
    """Conway's life at six steps a second, every cell a lamp that cools slowly."""
    grid = f"{canvas.width // LAMP}x{canvas.height // LAMP}"
    cells = (
        f"life=s={grid}:r=6:seed=42:ratio=0.28:mold=0,format=gray,fps={canvas.rate},tmix=frames=4,lagfun=decay=0.955"
    )
    paint = ramp("#1c2541", "#3a3f7d", "#8b3f82", "#e0533d", "#f7a531", "#fff3cf")
    graph = through(mask("lamps"), f"{cells},{TWICE},{paint},{grown(canvas)}", flat(canvas, "#0f1428"))
    return Scene(f"{graph}[v]", {"lamps": lambda: _lamps(canvas)})


def _lamps(canvas: Canvas) -> Image.Image:
    lamp = Image.new("L", (LAMP * 4, LAMP * 4))
    ImageDraw.Draw(lamp).ellipse((5, 5, LAMP * 4 - 6, LAMP * 4 - 6), fill=255)
    return _tiled(lamp.resize((LAMP, LAMP), Image.Resampling.LANCZOS), canvas)


def cloth(canvas: Canvas) -> Scene:
    """An elementary automaton as weaving: a row is a weft thread, and the cloth is drawn upwards."""
    grid = f"{canvas.width // STITCH}x{canvas.height // STITCH + 2}"
    slide = f"crop={canvas.width}:{canvas.height}:0:'mod(n,3)*{STITCH // 3}'"
    rows = f"cellauto=s={grid}:r={canvas.rate // 3}:rule=126:seed=5:ratio=0.34,format=gray,fps={canvas.rate}"
    large = f"scale=iw*{STITCH}:ih*{STITCH}:flags=neighbor"
    dyes = ramp("#7c1f36", "#c8472f", "#eba034", "#2f7f79", "#1f3a6b")
    ink = f"{field_of(canvas, '0.5+0.5*sin(Y/14+T/4)', grid=(2, 64))},{dyes},{eased(canvas)}"
    graph = through(f"{rows},{large},{slide}", flat(canvas, "#f3e6cc"), ink)
    return Scene(
        f"{graph}[plain];{layer('yarn')},{slide}[yarn];[plain][yarn]overlay=shortest=1[v]",
        {"yarn": lambda: _yarn(canvas)},
    )


def _yarn(canvas: Canvas) -> Image.Image:
    """The shadow between stitches, to lay over the pattern."""
    stitch = Image.new("L", (STITCH * 4, STITCH * 4), 150)
    ImageDraw.Draw(stitch).rounded_rectangle((1, 2, STITCH * 4 - 2, STITCH * 4 - 3), 18, fill=0)
    shadow = _tiled(stitch.resize((STITCH, STITCH), Image.Resampling.LANCZOS), canvas, extra=STITCH)
    yarn = Image.new("RGBA", shadow.size, "#1c0f14")
    yarn.putalpha(shadow)
    return yarn


def _tiled(tile: Image.Image, canvas: Canvas, extra: int = 0) -> Image.Image:
    sheet = Image.new(tile.mode, (canvas.width, canvas.height + extra))
    for y in range(0, sheet.height, tile.height):
        for x in range(0, sheet.width, tile.width):
            sheet.paste(tile, (x, y))
    return sheet


def quarter_turn(canvas: Canvas) -> Scene:
    """Quarter circles that turn by a quarter on the beat, a few at a time."""
    return Scene(
        f"[frames]format=gbrp,{YUV}[v]", frames=Frames(canvas.width, canvas.height, "rgb24", lambda: _turning(canvas))
    )


GROUNDS = ("#231a3a", "#2c2250", "#3d1f4d", "#1f2d55")
INKS = ("#f2b134", "#f7d9a8", "#e8744f", "#c93f5d", "#3aa6a0", "#f3ece0")


def _turning(canvas: Canvas) -> Iterator[bytes]:
    chance = random.Random(9)
    across, down = canvas.width // TILE, canvas.height // TILE
    pairs = [(ground, ink) for ground in GROUNDS for ink in INKS]
    faces = {pair: _faces(*pair) for pair in pairs}
    board = [[chance.choice(pairs), chance.randrange(4), ()] for _ in range(across * down)]
    image = Image.new("RGB", (canvas.width, canvas.height))
    beats = {place: sorted(chance.sample(range(1, 3 * int(canvas.seconds) + 5), 4)) for place in range(len(board))}
    for frame in range(canvas.frames):
        beat = frame / canvas.rate * 2
        for place, (pair, quarter, _) in enumerate(board):
            turns = sum(_turned(beat - start) for start in beats[place])
            face = faces[pair][round((quarter + turns) * 16) % 64]
            image.paste(face, (place % across * TILE, place // across * TILE))
        yield image.tobytes()


def _turned(beats: float) -> float:
    x = min(max(beats, 0), 1)
    return x * x * (3 - 2 * x)


def _faces(ground: str, ink: str) -> list[Image.Image]:
    """A tile in 64 turns."""
    faces, side = [], TILE * 2
    for step in range(64):
        face = Image.new("RGB", (side, side), rgb(ground))
        angle, far = math.tau * step / 64 + math.pi / 4, side / math.sqrt(2)
        corner = (side / 2 + far * math.cos(angle), side / 2 + far * math.sin(angle))
        ImageDraw.Draw(face).circle(corner, side - 1, fill=rgb(ink))
        faces.append(face.resize((TILE, TILE), Image.Resampling.BOX))
    return faces
