"""Pictures of a film: poster, alternatives, and a placeholder of a few colours until the poster is there."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image, ImageFilter, ImageStat, features

from wm.domains.media import command, shelf
from wm.domains.media.command import Work
from wm.domains.media.together import side_by_side

MOMENTS = (0.15, 0.4, 0.7)  # of the whole film: past the titles, before the credits
FURTHER = (0.28, 0.55, 0.85)  # where one of those shows nothing: black, a fade, an empty sky
SHOWS = 2.0  # what `_tells` says of a frame in which there is something to be seen
GRID = (4, 3)
WEBP = {"quality": 78, "method": 4}
AVIF = {"quality": 58, "speed": 8}
Run = Callable[[list[str]], None]


def stills(work: Work, run: Run) -> list[Image.Image]:
    """Return up to three frames of the film at most 1280 pixels wide, the one that shows most first."""
    frames = _frames(work, MOMENTS, run)
    if any(_tells(frame) < SHOWS for frame in frames):
        frames += _frames(work, FURTHER, run)
    return sorted(frames or _frames(work, (0,), run), key=_tells, reverse=True)[: len(MOMENTS)]


def _frames(work: Work, moments: Sequence[float], run: Run) -> list[Image.Image]:
    size, length = fitting(*work.shape, max(shelf.POSTERS)), (work.ends or work.probe.picture_seconds) - work.begins
    places, found = [work.begins + moment * length for moment in moments], []
    drawn = side_by_side([partial(_still, work, at, size, run) for at in places], work.shop.threads)
    for at, frame in zip(places, drawn, strict=True):
        other = _drawn(work, at, size, run, near=False) if frame is not None and frame in found else frame
        found += [other] if other else []
    return found


def _still(work: Work, at: float, size: tuple[int, int], run: Run) -> Image.Image | None:
    """The next key frame, for which nothing between is decoded; the frame itself where there is none."""
    near = _drawn(work, at, size, run, near=True) if _has_key_after(work, at) else None
    return near or _drawn(work, at, size, run, near=False)


def _has_key_after(work: Work, at: float) -> bool:
    """Whether a key frame may follow; not all of them are known, and of some films none."""
    if work.probe.keyframe_gap is None or work.ends is not None:
        return False
    return not work.probe.key_times or work.probe.key_times[-1] >= at


def _drawn(work: Work, at: float, size: tuple[int, int], run: Run, *, near: bool) -> Image.Image | None:
    path = Path(work.out(f"still-{at:.3f}.rgb"))
    run(command.still(work, at, size, path.name, near=near))
    raw = path.read_bytes()
    path.unlink()
    return Image.frombytes("RGB", size, raw) if len(raw) == 3 * size[0] * size[1] else None


def fitting(width: int, height: int, box: int) -> tuple[int, int]:
    """Return the size of a film in a square of `box` pixels: never enlarged, even."""
    scale = min(1, box / max(width, height))
    return max(2, round(width * scale) // 2 * 2), max(2, round(height * scale) // 2 * 2)


def _tells(frame: Image.Image) -> float:
    """How much a frame shows: contrast and sharp edges, less when it is very dark or very bright."""
    plain = frame.convert("L")
    grey = ImageStat.Stat(plain.resize((64, 36)))
    edges = ImageStat.Stat(plain.resize((320, 180)).filter(ImageFilter.FIND_EDGES))
    return grey.stddev[0] - abs(grey.mean[0] - 118) / 6 + min(edges.mean[0], 20) / 2


def names() -> list[str]:
    """Return the names of all pictures that `write` makes."""
    return [*poster_names(), *shelf.STILLS]


def poster_names() -> list[str]:
    """Return the names of the poster in all widths and formats."""
    return [f"{name}{ending}" for name in shelf.POSTERS.values() for ending in _formats()]


def write(frames: list[Image.Image], folder: Path) -> list[Path]:
    """Write poster and alternatives into `folder` as WebP and, where Pillow can, AVIF; returns their paths."""
    paths = write_posters(frames[0], folder)
    for name, frame in zip(shelf.STILLS, frames * 3, strict=False):
        paths.append(_save(frame, folder / name))
    return paths


def write_posters(frame: Image.Image, folder: Path) -> list[Path]:
    """Write `frame` as poster in all widths and formats; returns the paths."""
    paths = []
    for width, name in shelf.POSTERS.items():
        picture = frame.copy()
        picture.thumbnail((width, width), Image.Resampling.LANCZOS)
        paths += [_save(picture, folder / f"{name}{ending}") for ending in _formats()]
    return paths


def _formats() -> dict[str, dict]:
    return {".webp": WEBP, ".avif": AVIF} if features.check("avif") else {".webp": WEBP}


def _save(picture: Image.Image, path: Path) -> Path:
    picture.save(path, **_formats()[path.suffix])
    return path


def placeholder(frame: Image.Image) -> str:
    """Return 13 colours as six hex digits each, parted by spaces: the dominant one, then a 4 x 3 grid by rows."""
    grid = frame.resize(GRID, Image.Resampling.BOX).tobytes()
    cells = [grid[at : at + 3].hex() for at in range(0, len(grid), 3)]
    return " ".join([_dominant(frame), *cells])


def _dominant(frame: Image.Image) -> str:
    few = frame.resize((64, 36)).quantize(8, Image.Quantize.MEDIANCUT)
    _, number = max(few.getcolors())
    return bytes(few.getpalette()[3 * number : 3 * number + 3]).hex()
