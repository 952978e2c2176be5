"""Leila's films: a night train, and the sun across a courtyard."""

from wm.demo.drawings.land import hills_strip, poles_strip, train_window
from wm.demo.drawings.light import sloped
from wm.demo.drawings.ornament import shade_of_a_screen, zellige_wall
from wm.demo.scenes.kit import Canvas, Scene, layer, still


def night_train(canvas: Canvas) -> Scene:
    """Far hills stay, near ones fly: three strips behind a window."""
    size, scale = (canvas.width, canvas.height), canvas.height / 1080
    strips = (
        ("far", 0.40, 22, 0),
        ("mid", 0.50, 90, 0),
        ("lights", 0.56, 330, 0),
        ("near", 0.60, 620, 0),
        ("poles", 0.12, 1500, 0),
    )
    graph, below = [f"{still('dusk')}[s0]"], 0
    for below, (name, top, speed, _) in enumerate(strips):
        move = f"x='-mod(t*{speed * scale:.0f}+{below * 97},{canvas.width})':y={round(top * canvas.height)}"
        graph.append(f"{layer(name)}[{name}];[s{below}][{name}]overlay={move}:shortest=1[s{below + 1}]")
    graph.append(f"{layer('window')}[window];[s{below + 1}][window]overlay=shortest=1[v]")
    plates = {
        "dusk": lambda: sloped(size, ("#141534", "#2b2454", "#5b3566", "#b1565f", "#f0a35e", "#f6c886")),
        "far": lambda: hills_strip(size, 0.6, "#4a3260", 5, 0.10),
        "mid": lambda: hills_strip(size, 0.5, "#2f234d", 9, 0.13),
        "lights": lambda: hills_strip(size, 0.44, "#221b3f", 13, 0.08, lamps=True),
        "near": lambda: hills_strip(size, 0.4, "#120f28", 21, 0.10),
        "poles": lambda: poles_strip(size, "#0a0818"),
        "window": lambda: train_window(size),
    }
    return Scene(";".join(graph), plates)


def zellige(canvas: Canvas) -> Scene:
    """A wall of stars and crosses; the shade of a carved screen wanders over it."""
    size = (canvas.width, canvas.height)
    reach = canvas.height // 6 * 4
    along, down = (f"-{reach}+t*{reach / canvas.seconds * share:.2f}" for share in (0.5, 0.28))
    over = f"[wall][shade]overlay=x='{along}':y='{down}':shortest=1[v]"
    graph = f"{still('wall')}[wall];{layer('shade')}[shade];{over}"
    return Scene(
        graph,
        {
            "wall": lambda: zellige_wall(size),
            "shade": lambda: shade_of_a_screen((size[0] + 2 * reach, size[1] + 2 * reach)),
        },
    )
