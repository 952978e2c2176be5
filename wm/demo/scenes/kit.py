"""What the scenes are made of: a canvas, plates, drawn frames, and small pieces of filter graph."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from wm.demo.scenes.paint import YUV

Plate = Callable[[], Image.Image]


@dataclass(frozen=True)
class Canvas:
    """The frame that a scene is drawn for: pixels, frames a second, seconds."""

    width: int
    height: int
    rate: int
    seconds: float

    @property
    def frames(self) -> int:
        return round(self.rate * self.seconds)


@dataclass(frozen=True)
class Frames:
    """Frames drawn by Pillow and piped to ffmpeg; `pixels` is ffmpeg's name of their format."""

    width: int
    height: int
    pixels: str
    draw: Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Scene:
    """A filter graph that ends in [v]; it may read [frames] and [plate:<name>]."""

    graph: str
    plates: dict[str, Plate] = field(default_factory=dict)
    frames: Frames | None = None


def field_of(canvas: Canvas, expression: str, grid: tuple[int, int] = (128, 72)) -> str:
    """A grey field on a coarse grid, computed for every third frame and blended between: `expression` runs from 0 to 1.

    In it X and Y are places on the grid, W and H its size, T seconds."""
    return (
        f"nullsrc=s={grid[0]}x{grid[1]}:r={canvas.rate}/3,format=gray16,geq=lum='65535*clip({expression},0,1)',"
        f"fps={canvas.rate},tmix=frames=3,format=gray12"
    )


def eased(canvas: Canvas) -> str:
    """Brings a picture of any size to the canvas, edges smooth."""
    return f"scale={canvas.width}:{canvas.height}:flags=bicubic,setsar=1"


def reduced(canvas: Canvas) -> str:
    """Brings frames that were drawn larger down to the canvas."""
    return f"scale={canvas.width}:{canvas.height}:flags=area"


def grown(canvas: Canvas) -> str:
    """Enlarges square cells to the canvas, edges hard."""
    return f"scale={canvas.width}:{canvas.height}:flags=neighbor"


def still(name: str) -> str:
    """A plate as an endless picture."""
    return f"[plate:{name}]format=gbrp,{YUV},loop=-1:1:0"


def layer(name: str) -> str:
    """A plate with transparent parts, endless, to lay over a picture."""
    return f"[plate:{name}]format=gbrap,scale=out_color_matrix=bt709:out_range=tv,format=yuva420p,loop=-1:1:0"


def mask(name: str) -> str:
    """A grey plate as an endless mask."""
    return f"[plate:{name}]format=gray,loop=-1:1:0"


def flat(canvas: Canvas, colour: str) -> str:
    """A canvas of one colour."""
    size = f"{canvas.width}x{canvas.height}"
    return f"color=0x{colour[1:]}:s={size}:r={canvas.rate},format=gbrp,{YUV},trim=end_frame=1,loop=-1:1:0"


def through(mask: str, ink: str, paper: str) -> str:
    """Graph of `ink` seen on `paper` where the grey `mask` is white; ink and paper are in YUV, all three unlabelled."""
    merged = "[ink][mask]alphamerge[cut];[paper][cut]overlay=shortest=1:format=yuv420"
    return f"{paper}[paper];{ink}[ink];{mask}[mask];{merged}"


def blank(canvas: Canvas, scale: int = 2) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty grey frame, `scale` times the canvas, and the pen for it."""
    image = Image.new("L", (canvas.width * scale, canvas.height * scale))
    return image, ImageDraw.Draw(image)


def stencil(canvas: Canvas, draw: Callable[[], Iterator[bytes]], scale: int = 2) -> Frames:
    """Grey frames, `scale` times the canvas."""
    return Frames(canvas.width * scale, canvas.height * scale, "gray", draw)
