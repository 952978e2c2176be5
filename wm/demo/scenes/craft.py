"""Meenal's and Oksana's films: a kolam, indigo, tied dots, three inks on a small press."""

import math
from collections.abc import Iterator

from wm.demo.drawings.light import glow
from wm.demo.drawings.ornament import kolam_ground, screen
from wm.demo.scenes.kit import Canvas, Scene, blank, eased, field_of, flat, reduced, stencil, still, through
from wm.demo.scenes.paint import ramp


def kolam(canvas: Canvas) -> Scene:
    """One line of rice flour goes round every dot and comes back to where it began."""
    graph = through(f"[frames]{reduced(canvas)}", flat(canvas, "#fdf6e6"), still("ground"))
    path = kolam_path((canvas.width, canvas.height))
    return Scene(
        f"{graph}[v]",
        {"ground": lambda: kolam_ground((canvas.width, canvas.height), path)},
        stencil(canvas, lambda: _drawn(canvas, path)),
    )


def kolam_path(size: tuple[int, int], across: int = 16, down: int = 9, points: int = 4800) -> list[tuple[float, float]]:
    """A closed line through a grid of `across` by `down` crossings (coprime, so it is one line), rounded at the rim."""
    width, height = size
    turns = [math.tau * i / points for i in range(points + 1)]
    return [
        (width * (0.5 + 0.455 * _bounce(down * t)), height * (0.5 + 0.455 * 0.985 * _bounce(across * t))) for t in turns
    ]


def _bounce(turn: float) -> float:
    """A triangle wave with round tips, -1 to 1."""
    return math.asin(0.972 * math.sin(turn)) / math.asin(0.972)


def _drawn(canvas: Canvas, path: list[tuple[float, float]]) -> Iterator[bytes]:
    image, pen = blank(canvas)
    spots = [(2 * x, 2 * y) for x, y in path]
    done, width = 0, canvas.height // 54
    for frame in range(canvas.frames):
        upto = min(len(spots), round(len(spots) * (0.32 + 0.68 * frame / (canvas.frames * 0.93))))
        pen.line(spots[max(done - 3, 0) : upto], fill=255, width=width, joint="curve")
        done = upto
        yield image.tobytes()


def indigo(canvas: Canvas) -> Scene:
    """Cloth that was tied in many places: rings spread from each tie as the dye comes and goes."""
    tie = "hypot(mod(X+16*gt(mod(Y,64),32),32)-16,mod(Y,32)-16)"
    folds = f"st(0,{tie}+1.6*sin(X/5.1+T*0.4)*sin(Y/4.3-T*0.3))*0"
    dye = f"{folds}+(0.46+0.40*cos(ld(0)*0.92-T*0.9))*(0.62+0.38*cos(ld(0)/7))+0.12*sin(X/21+Y/17+T*0.5)"
    paint = ramp("#0b1440", "#183070", "#2d57a3", "#7ea3d3", "#dfe8ee", "#fbf7ea")
    return Scene(f"{field_of(canvas, dye, grid=(192, 108))},{eased(canvas)},{paint}[v]")


def bandhani(canvas: Canvas) -> Scene:
    """Thousands of tied dots that open and close as a wave runs through the cloth."""
    graph = through(f"[frames]{reduced(canvas)}", still("light"), flat(canvas, "#5c1024"))
    colours = ("#fff4d6", "#ffd166", "#f79a3e", "#f2637e", "#f7b2c4")
    return Scene(
        f"{graph}[v]",
        {"light": lambda: glow((canvas.width, canvas.height), colours, reach=1.7)},
        stencil(canvas, lambda: _ties(canvas)),
    )


def _ties(canvas: Canvas, gap: int = 80) -> Iterator[bytes]:
    columns, rows = canvas.width * 2 // gap, canvas.height * 2 // gap
    for frame in range(canvas.frames):
        image, pen, seconds = *blank(canvas), frame / canvas.rate
        for row in range(rows + 1):
            for column in range(columns + 1):
                x, y = column * gap + gap / 2 * (row % 2), row * gap + gap / 2
                away = math.hypot(x - canvas.width, (y - canvas.height) * 1.25) / 160
                petals = math.cos(8 * math.atan2(y - canvas.height, x - canvas.width))
                r = gap * (0.10 + 0.30 * (0.5 + 0.5 * math.sin(away * 1.5 - seconds * 1.7 + petals * 0.8)))
                pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
                if r > gap * 0.22:
                    pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=0)
        yield image.tobytes()


_SUN = "hypot(X-W/2,Y-H*(0.30+T/60))"
_SEA = "gt(Y,H*0.61)"
_GLITTER = f"{_SEA}*exp(-pow((X-W/2)/(9+Y/6),2))*(0.5+0.5*sin(Y*1.1-T*2+sin(X/4+T)))"
_WAVES = "0.42+0.5*(Y/H-0.61)+0.22*sin(Y*0.75-T*1.6+1.5*sin(X/9+T*0.7))"
_INKS = {  # colour, angle of its screen, where it prints
    "yellow": ("#f7c52d", 0.05, f"0.55*exp(-pow((Y/H-0.60)/0.34,2))+0.45*exp(-pow({_SUN},2)/500)"),
    "coral": ("#f2545b", 1.28, f"1.1/(1+exp(({_SUN}-20)*1.6))+0.5*{_GLITTER}"),
    "blue": ("#2450a8", 0.62, f"if({_SEA},{_WAVES},0.42*pow(1-Y/(H*0.61),1.6))"),
}


def riso(canvas: Canvas) -> Scene:
    """A sunset printed three times, each through a screen of dots that turns on its own."""
    prints, sheet = [f"{flat(canvas, '#f7f0e1')}[sheet0]"], 0
    for sheet, (ink, (colour, angle, tone)) in enumerate(_INKS.items()):
        turn = f"rotate=a='{angle}+t*{0.012 * (sheet - 1.4):.4f}':ow={canvas.width}:oh={canvas.height}"
        prints.append(f"{field_of(canvas, tone, grid=(96, 72))},format=gray,{eased(canvas)}[tone{ink}]")
        prints.append(f"[plate:{ink}]format=gray,loop=-1:1:0,{turn}[screen{ink}]")
        prints.append(f"[tone{ink}][screen{ink}]blend=all_mode=average,lut=y='clip((val-127)*14,0,225)'[dots{ink}]")
        prints.append(f"{flat(canvas, colour)}[ink{ink}];[ink{ink}][dots{ink}]alphamerge[print{ink}]")
        prints.append(f"[sheet{sheet}][print{ink}]overlay=shortest=1:format=yuv420[sheet{sheet + 1}]")
    side = round(math.hypot(canvas.width, canvas.height)) + 20
    return Scene(f"{';'.join(prints)};[sheet{sheet + 1}]null[v]", {ink: lambda: screen(side) for ink in _INKS})
