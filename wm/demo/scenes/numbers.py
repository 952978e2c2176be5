"""Ada's films: a walk into the Mandelbrot set, a sunflower by the golden angle, a carpet without area."""

import math
from collections.abc import Iterator

from wm.demo.drawings.light import glow
from wm.demo.scenes.kit import Canvas, Scene, blank, eased, field_of, flat, grown, reduced, stencil, still, through
from wm.demo.scenes.paint import ramp

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def seahorse(canvas: Canvas) -> Scene:
    """A slow zoom; only the fine phase of the iteration count is kept, and painted anew."""
    zoom = (
        f"mandelbrot=s={canvas.width // 2}x{canvas.height // 2}:rate={canvas.rate}:maxiter=420:bailout=60:inner=black:"
        f"start_scale=0.012:end_scale=0.0004:end_pts={canvas.frames}"
    )
    paint = ramp("#14213d", "#1f4e5f", "#3f9a8e", "#f3e6c4", "#f2b134", "#c8472f")
    return Scene(f"{zoom},extractplanes=b,gblur=sigma=0.8,{eased(canvas)},{paint}[v]")


def sunflower(canvas: Canvas) -> Scene:
    """Seeds leave the middle one after the other, each turned by the golden angle."""
    graph = through(f"[frames]{reduced(canvas)}", still("light"), flat(canvas, "#12312f"))
    colours = ("#ffe9a8", "#f7b733", "#e2662f", "#a03a5b", "#5b357a", "#5b357a")
    return Scene(
        f"{graph}[v]",
        {"light": lambda: glow((canvas.width, canvas.height), colours, reach=1.08)},
        stencil(canvas, lambda: _seeds(canvas)),
    )


def _seeds(canvas: Canvas) -> Iterator[bytes]:
    """Each seed grows a ring outwards in a second; at the rim it fades by shrinking."""
    spread = canvas.height / 24
    for frame in range(canvas.frames):
        image, pen = blank(canvas)
        born = frame / canvas.rate * 5
        for i in range(560):
            n = i + born % 1
            x = canvas.width + 1.42 * spread * math.sqrt(n) * math.cos((int(born) - i) * GOLDEN_ANGLE)
            y = canvas.height + spread * math.sqrt(n) * math.sin((int(born) - i) * GOLDEN_ANGLE)
            r = min(5 + 0.95 * math.sqrt(n), (560 - n) / 2)
            pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
        yield image.tobytes()


def carpet(canvas: Canvas) -> Scene:
    """The Sierpinski carpet as a cut-out, drifting over slow light."""
    small = f"{canvas.width // 4}x{canvas.height // 4}"
    cut = f"sierpinski=s={small}:rate={canvas.rate}:seed=7:jump=2,format=gray,{grown(canvas)}"
    waves = field_of(canvas, "0.5+0.28*sin((X+Y)/26+T/2)+0.22*sin((X-2*Y)/31-T/3)", grid=(64, 36))
    light = f"{waves},{ramp('#3b2a6b', '#a8325a', '#e8744f', '#f2b134', '#f9e3b4')},{eased(canvas)}"
    return Scene(f"{through(cut, light, flat(canvas, '#1d1430'))}[v]")
