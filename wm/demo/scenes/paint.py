"""Paint for grey pictures: a run of colours as a lookup filter that works in YUV, where a film ends anyway."""

import zlib
from collections.abc import Sequence

from wm.demo.colour import rgb, steps

# Rec. ITU-R BT.709, 8-bit "studio" range
YUV = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=range=tv:colorspace=bt709"
_RED, _BLUE = 0.2126, 0.0722


def ramp(*colours: str, fine: bool = False) -> str:
    """The filter that paints a grey picture with an even run of `colours`, darkest grey first.

    `fine` works with 12 bits a channel, for fields that were enlarged from few cells."""
    run = steps(colours, 4 * len(colours) - 3)
    return painted([(i / (len(run) - 1), colour) for i, colour in enumerate(run)], fine=fine)


def contours(*colours: str, line: str) -> str:
    """The filter that paints a fine grey field as a map: flat steps of `colours` with a thin `line` between them."""
    count = len(colours)
    steps_of = [
        (((i + share) / count), paint)
        for i, colour in enumerate(colours)
        for share, paint in ((0.00, colour), (0.90, colour), (0.92, line), (0.985, line))
    ]
    return painted(steps_of, fine=True)


def painted(stops: Sequence[tuple[float, str]], fine: bool = False) -> str:
    """The filter that paints a grey picture with `stops`, pairs of a place (0 black, 1 white) and a colour."""
    grey, yuv = ("gray12", "yuv420p12") if fine else ("gray", "yuv420p")
    places, colours = zip(*stops, strict=True)
    y, u, v = (_line(places, channel, fine) for channel in zip(*(_yuv(colour) for colour in colours), strict=True))
    tag = f"{zlib.crc32(''.join(colours).encode()):08x}"
    return (
        f"format={grey},setsar=1,split[full{tag}][twin{tag}];"
        f"[twin{tag}]scale=ceil(iw/2):ceil(ih/2):flags=area,setsar=1[half{tag}];"
        f"[full{tag}][half{tag}]mergeplanes=0x001010:{yuv},lutyuv=y='{y}':u='{u}':v='{v}',"
        "setparams=range=tv:colorspace=bt709,format=yuv420p"
    )


def _yuv(colour: str) -> tuple[float, float, float]:
    red, green, blue = rgb(colour)
    luma = _RED * red + (1 - _RED - _BLUE) * green + _BLUE * blue
    return (
        16 + luma * 219 / 255,
        128 + (blue - luma) / (2 * (1 - _BLUE)) * 224 / 255,
        128 + (red - luma) / (2 * (1 - _RED)) * 224 / 255,
    )


def _line(places: Sequence[float], values: Sequence[float], fine: bool) -> str:
    """A line through `values` (of 255) at `places`, over the whole range of a channel, as an expression of `val`."""
    line, unit = f"{values[-1]:.2f}", 16 if fine else 1
    for here, there, value, after in reversed(list(zip(places, places[1:], values, values[1:], strict=False))):
        slope = (after - value) / (there - here)
        line = f"if(lt(ld(0),{there:.4f}),{value:.2f}+{slope:.2f}*(ld(0)-{here:.4f}),{line})"
    return f"st(0,val/{4095 if fine else 255});{unit}*({line})"
