"""The storyboard: one sheet of thumbnails and a WebVTT file that says which belongs to which seconds."""

import math
from pathlib import Path

from PIL import Image

from wm.domains.media import command, shelf
from wm.domains.media.command import GOP_SECONDS, Work
from wm.domains.media.ladder import Rung
from wm.domains.media.pictures import Run, fitting

LONG_SIDE = 192
COLUMNS, MOST = 10, 120
WEBP = {"quality": 60, "method": 4}


def write(work: Work, lowest: Rung, seconds: float, run: Run) -> list[Path]:
    """Write storyboard.webp and storyboard.vtt from the key frames of the lowest rung; returns their paths."""
    every, size = interval(seconds), fitting(lowest.width, lowest.height, LONG_SIDE)
    run(command.thumbnails(work, lowest, every // GOP_SECONDS, size, "thumbnails.rgb"))
    raw = Path(work.out("thumbnails.rgb"))
    tiles = _tiles(raw, size)
    raw.unlink()
    sheet, words = (Path(work.out(name)) for name in shelf.STORYBOARD)
    _sheet(tiles, size).save(sheet, **WEBP)
    words.write_text(cues(len(tiles), every, size, seconds))
    return [sheet, words]


def interval(seconds: float) -> int:
    """Return how many seconds lie between two thumbnails: as few as the sheet allows, and always at key frames."""
    return max(GOP_SECONDS, math.ceil(seconds / MOST / GOP_SECONDS) * GOP_SECONDS)


def _tiles(raw: Path, size: tuple[int, int]) -> list[Image.Image]:
    length = 3 * size[0] * size[1]
    with raw.open("rb") as file:
        chunks = iter(lambda: file.read(length), b"")
        return [Image.frombytes("RGB", size, chunk) for chunk in chunks if len(chunk) == length][:MOST]


def _sheet(tiles: list[Image.Image], size: tuple[int, int]) -> Image.Image:
    rows = math.ceil(len(tiles) / COLUMNS)
    sheet = Image.new("RGB", (size[0] * min(COLUMNS, len(tiles)), size[1] * rows))
    for number, tile in enumerate(tiles):
        sheet.paste(tile, _corner(number, size))
    return sheet


def _corner(number: int, size: tuple[int, int]) -> tuple[int, int]:
    return number % COLUMNS * size[0], number // COLUMNS * size[1]


def cues(count: int, every: int, size: tuple[int, int], seconds: float) -> str:
    """Return the WebVTT file: each cue's text names a part of the sheet by a media fragment (W3C, #xywh=)."""
    blocks = ["WEBVTT"]
    for number in range(count):
        end = seconds if number == count - 1 else (number + 1) * every
        x, y = _corner(number, size)
        blocks.append(f"{_time(number * every)} --> {_time(end)}\nstoryboard.webp#xywh={x},{y},{size[0]},{size[1]}")
    return "\n\n".join(blocks) + "\n"


def _time(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"
