"""Tomas's films: fat on broth, and sugar as it turns."""

from wm.demo.scenes.kit import Canvas, Scene, eased, field_of
from wm.demo.scenes.paint import painted, ramp

_DROPS = (
    *((0.30, 0.40, 0.9, 13), (0.62, 0.52, 1.3, 17), (0.45, 0.28, 2.1, 9), (0.77, 0.26, 3.7, 10), (0.20, 0.74, 4.4, 11)),
    *((0.86, 0.72, 5.3, 12), (0.50, 0.80, 0.2, 9), (0.10, 0.22, 2.9, 8), (0.93, 0.40, 1.9, 7)),
)


def broth(canvas: Canvas) -> Scene:
    """Drops of fat that meet, hold on to each other, and part."""
    drops = "+".join(
        f"exp(-(pow(X-W*({x}+0.06*sin(T*0.37+{turn})),2)+pow(Y-H*({y}+0.10*cos(T*0.31+{turn * 2})),2))/{size * size})"
        for x, y, turn, size in _DROPS
    )
    stops = (
        *(
            (0.00, "#3f160b"),
            (0.11, "#6b2a0e"),
            (0.180, "#7d330f"),
            (0.195, "#5a210c"),
            (0.203, "#fff0b8"),
            (0.22, "#f0b53a"),
        ),
        *((0.26, "#d98a22"), (0.42, "#e8a434"), (0.58, "#f4c557"), (1.00, "#fdebae")),
    )
    return Scene(f"{field_of(canvas, f'({drops})/2', grid=(96, 54))},{eased(canvas)},{painted(stops, fine=True)}[v]")


def caramel(canvas: Canvas) -> Scene:
    """A field folded into itself twice, as one does with a spoon."""
    once = (
        "st(0,X/19+1.7*sin(Y/15+T*0.31)+0.8*sin(X/11-T*0.22))*0+st(1,Y/16+1.6*sin(X/21-T*0.27)+0.9*sin(Y/9+T*0.18))*0"
    )
    twice = "0.5+0.26*sin(ld(0)+2.3*sin(ld(1)+T*0.15))+0.24*sin(ld(1)*1.3+1.9*cos(ld(0)-T*0.12))"
    paint = ramp(
        *("#2a0f0a", "#5a2210", "#8f3f14", "#c8701f", "#eba94a", "#f9dba0", "#fff3dc", "#eba94a", "#a8551a", "#5a2210"),
        fine=True,
    )
    return Scene(f"{field_of(canvas, f'{once}+{twice}', grid=(160, 90))},{eased(canvas)},{paint}[v]")
