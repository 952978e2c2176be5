"""Nomvula's films: dunes under a moon, a storm as isobars, lichen that takes a rock."""

import math
from collections.abc import Iterator

from PIL import Image, ImageDraw

from wm.demo.scenes.kit import Canvas, Frames, Scene, eased, field_of, layer
from wm.demo.scenes.paint import contours, ramp

DUNES = ("#1b2145", "#2c2c5c", "#4b386d", "#754670", "#a3566a", "#cb6c5c", "#e48b57", "#f0ac66", "#f6c98a", "#f9dfb0")


def dunes(canvas: Canvas) -> Scene:
    """Nine ridges that drift at their own pace, and a moon that hardly moves."""
    across, x, y = canvas.height * 0.21, canvas.width * 0.72, canvas.height * 0.14
    graph = (
        f"[frames]scale={canvas.width}:{canvas.height}:flags=area,{ramp(*DUNES)}[land];{layer('moon')}[moon];"
        f"[land][moon]overlay=x='{x:.0f}-t*3':y='{y:.0f}+t*2':shortest=1[v]"
    )
    frames = Frames(canvas.width, canvas.height * 2, "gray", lambda: _ridges(canvas))
    return Scene(graph, {"moon": lambda: _moon(round(across))}, frames)


def _ridges(canvas: Canvas) -> Iterator[bytes]:
    last = len(DUNES) - 1
    for frame in range(canvas.frames):
        image = Image.new("L", (canvas.width, canvas.height * 2))
        pen, seconds = ImageDraw.Draw(image), frame / canvas.rate
        for i in range(1, last + 1):
            crest = [
                (x, _crest(x / canvas.width, i, seconds) * canvas.height * 2) for x in range(0, canvas.width + 16, 16)
            ]
            pen.polygon([(0, canvas.height * 2), *crest, (canvas.width, canvas.height * 2)], fill=round(i * 255 / last))
        yield image.tobytes()


def _crest(x: float, ridge: int, seconds: float) -> float:
    """How far down a ridge's edge runs at `x`, both as shares of the frame."""
    drift = seconds * (0.02 + 0.012 * ridge)
    swing = 0.055 * math.sin(math.tau * (x * 0.8 + drift) + ridge * 2.1) + 0.02 * math.sin(
        math.tau * (x * 1.7 - drift * 0.6) + ridge
    )
    return 0.10 + 0.098 * ridge + swing


def _moon(across: int) -> Image.Image:
    disc = Image.new("L", (across * 4, across * 4))
    ImageDraw.Draw(disc).ellipse((2, 2, across * 4 - 3, across * 4 - 3), fill=255)
    moon = Image.new("RGBA", (across, across), "#fbeed0")
    moon.putalpha(disc.resize((across, across), Image.Resampling.LANCZOS))
    return moon


def isobars(canvas: Canvas) -> Scene:
    """Pressure as a map: hills and hollows in flat steps, one low that wanders through."""
    low = "0.52*exp(-(pow(X-W*(0.15+T*0.055),2)+pow(Y-H*(0.62-0.02*T),2))/270)"
    hills = "0.55+0.17*sin(X/15+T*0.16)+0.13*sin(Y/10.4-T*0.2+X/33)+0.10*sin((X+Y)/12+T*0.12)"
    sea = (
        "#0f2a43",
        "#14405c",
        "#1c5d75",
        "#2b7d8b",
        "#4a9f9b",
        "#7fbfa6",
        "#b7d8ad",
        "#e6e3b3",
        "#f2c879",
        "#eda35a",
        "#dc7749",
        "#b84f45",
    )
    paint = contours(*sea, line="#fbf3dc")
    return Scene(f"{field_of(canvas, f'{hills}-{low}')},{eased(canvas)},{paint}[v]")


def lichen(canvas: Canvas) -> Scene:
    """A majority rule that ages: patches grow together, their edges drawn as in a field book."""
    grid = f"{canvas.width // 8}x{canvas.height // 8}"
    cells = f"life=s={grid}:r=6:seed=8:ratio=0.5:rule=B4678/S35678,format=gray,fps={canvas.rate}"
    soft = f"tmix=frames=16,gblur=sigma=2.4,{eased(canvas)}"
    rock = ramp(
        "#2b2f36", "#343a41", "#40464a", "#d8d2a0", "#b7b95c", "#7f9a4f", "#54784a", "#e9e2b8", "#e3a64a", "#d9803a"
    )
    return Scene(f"{cells},{soft},{rock}[v]")
