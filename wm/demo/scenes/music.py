"""Haruka's films: a music box, a kalimba as bars, a bowl's figures in sand, three intervals."""

import math
from collections.abc import Iterator

from PIL import ImageDraw

from wm.demo import score
from wm.demo.drawings.light import leaning, sloped
from wm.demo.scenes.kit import Canvas, Scene, blank, eased, field_of, flat, reduced, stencil, still, through
from wm.demo.scenes.paint import painted

SPEED = 170  # pixels that the paper strip of the music box moves in a second


def music_box(canvas: Canvas) -> Scene:
    """A strip of paper runs under the comb; each hole rings as it passes."""
    graph = through(f"[frames]{reduced(canvas)}", still("light"), still("paper"))
    size = (canvas.width, canvas.height)
    plates = {
        "light": lambda: sloped(size, ("#f9d9e7", "#f6b6a0", "#f2b134", "#7fcfb2", "#6fa8dc")),
        "paper": lambda: sloped(size, ("#1d1b3a", "#26204a", "#322554")),
    }
    return Scene(f"{graph}[v]", plates, stencil(canvas, lambda: _strip(canvas)))


def _strip(canvas: Canvas) -> Iterator[bytes]:
    """Comb at two fifths; a hole glows dimly before it, brightly after, with a ring that fades."""
    comb, notes = canvas.width * 0.8, score.BOX
    for frame in range(canvas.frames):
        image, pen = blank(canvas)
        for row in range(36):
            y = canvas.height * 2 * (0.93 - row / 41)
            pen.line((0, y, canvas.width * 2, y), fill=15, width=2)
        pen.line((comb, canvas.height * 0.1, comb, canvas.height * 1.9), fill=90, width=3)
        for note in notes:
            age = frame / canvas.rate - note.at
            x, y = comb - age * SPEED * 2, canvas.height * 2 * (0.93 - note.pitch / 41)
            if -40 < x < canvas.width * 2 + 40:
                _hole(pen, x, y, age)
        yield image.tobytes()


def _hole(pen: ImageDraw.ImageDraw, x: float, y: float, age: float) -> None:
    if age < 0:
        pen.circle((x, y), 20, fill=120)
        return
    if age < 1.2:
        pen.circle((x, y), 30 + age * 150, outline=round(210 * (1 - age / 1.2) ** 2), width=6)
    pen.circle((x, y), 24 + 22 * math.exp(-age * 4), fill=round(165 + 90 * math.exp(-age * 0.9)))


def kalimba(canvas: Canvas) -> Scene:
    """How loud the tune is, as bars that run past the moment that is heard; what is still to come is pale."""
    graph = through(f"[frames]{reduced(canvas)}", still("light"), flat(canvas, "#123524"))
    colours = ("#2fb673", "#a8e05f", "#f6e27a", "#57d7c4", "#4f8fe8")
    return Scene(
        f"{graph}[v]",
        {"light": lambda: leaning((canvas.width, canvas.height), colours)},
        stencil(canvas, lambda: _bars(canvas)),
    )


def _bars(canvas: Canvas, gap: int = 40, each: float = 0.08) -> Iterator[bytes]:
    """Bars `gap` apart on the doubled frame, `each` standing for so many seconds."""
    now, middle, notes = canvas.width * 0.8, canvas.height, score.KALIMBA
    count = canvas.width * 2 // gap + 2
    for frame in range(canvas.frames):
        image, pen = blank(canvas)
        seconds = frame / canvas.rate
        first = int(seconds / each) - int(now / gap) - 1
        for bar in range(first, first + count):
            x = now + (bar - seconds / each) * gap
            tall = 22 + canvas.height * 0.8 * _loudness(notes, bar * each) * (0.55 + 0.45 * abs(math.sin(bar * 1.93)))
            heard = min(max((now - x) / gap + 1, 0), 1)
            pen.rounded_rectangle(
                (x, middle - tall, x + gap * 0.55, middle + tall), gap * 0.27, fill=round(85 + 170 * heard)
            )
        yield image.tobytes()


def _loudness(notes: list[score.Note], at: float) -> float:
    """0 to 1: every note dies away on its own."""
    return min(sum(math.exp(-3.4 * (at - note.at)) for note in notes if 0 <= at - note.at < 1.5) / 1.5, 1)


def bowl(canvas: Canvas) -> Scene:
    """Chladni's figures: sand gathers where a plate stands still, and leaves for the next tone."""
    tones = (("sin(T*0.26+0.9)", 1, 3), ("cos(T*0.31)", 2, 5), ("0.8*sin(T*0.17)", 3, 4))
    plate = "+".join(f"{share}*({_figure(m, n)})" for share, m, n in tones)
    stops = (
        *((0.0, "#1b1512"), (0.30, "#231a15"), (0.62, "#3a2a1f")),
        *((0.80, "#a5763f"), (0.90, "#e8c27a"), (1.0, "#fff3d4")),
    )
    rest = f"{field_of(canvas, f'exp(-abs({plate})*1.9)', grid=(160, 90))},format=gray,{eased(canvas)}"
    return Scene(f"{rest},noise=alls=22:all_seed=5,{painted(stops)}[v]")


def _figure(m: int, n: int) -> str:
    """How far a square plate swings at a place, for one pair of waves (after Chladni and Ritz)."""
    x, y = "(X-W/2)/H*2", "(Y-H/2)/H*2"
    return f"cos({m}*PI*{x})*cos({n}*PI*{y})+cos({n}*PI*{x})*cos({m}*PI*{y})"


def voices(canvas: Canvas) -> Scene:
    """Fifth, fourth and third as curves: one tone moves the pen across, the other up and down."""
    pens = [_pen(canvas, *each) for each in (("fifth", 2, 3), ("fourth", 3, 4), ("third", 4, 5))]
    row = f"[fifth][fourth][third]hstack=3,pad={canvas.width}:{canvas.height}:(ow-iw)/2:(oh-ih)/2:black"
    graph = f"{';'.join(pens)};{through(row, still('light'), flat(canvas, '#1b1030'))}[v]"
    colours = ("#ff9a6b", "#ffcf5c", "#7de0c3", "#77b7ff", "#c79bff")
    return Scene(graph, {"light": lambda: leaning((canvas.width, canvas.height), colours)})


def _pen(canvas: Canvas, name: str, across: int, up: int) -> str:
    """Graph of one curve in its third of the canvas, ending in [name]."""
    room = canvas.width // 3 // 2 * 2
    side = round(room * 0.46) * 2
    tone = f"aevalsrc='0.86*sin(2*PI*{across * 48}*t)|0.86*sin(2*PI*{up * 48}*t+t*0.5+1)':s=48000:c=stereo"
    ink = "rc=255:gc=255:bc=255:rf=40:gf=40:bf=40"
    scope = f"avectorscope=s=512x512:r={canvas.rate}:mode=lissajous_xy:draw=line:zoom=0.95:{ink}"
    return f"{tone},{scope},format=gray,gblur=sigma=1.4,scale={side}:{side}:flags=area,pad={room}:{room}:(ow-iw)/2:(oh-ih)/2[{name}]"
