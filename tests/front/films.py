"""Films for players behind nginx, made by the steps of the product in the test's own process, one by one or all at once."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from flask import current_app

from tests.browser.reel import Reel
from wm.domains import media
from wm.domains.media import steps, tools
from wm.domains.media.models import Film
from wm.kernel import ids
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

PARTS_SECONDS, PART, GROWING_SECONDS = 12, 4, 40
ONCE_A_SECOND = "lt(mod(t,1),0.25)"
FLASHES = f"color=black:s=854x480:r=12:d={PARTS_SECONDS},drawbox=c=white:t=fill:enable='{ONCE_A_SECOND}'"
BEEPS = f"aevalsrc='if({ONCE_A_SECOND},0.5*sin(2*PI*1000*t),0)':s=48000:d={PARTS_SECONDS}"
SOUND = f"sine=f=440:d={GROWING_SECONDS}"
FAT = ("-b:v", "2500k", "-minrate", "2500k", "-maxrate", "2500k", "-bufsize", "2500k", "-x264-params", "nal-hrd=cbr")
RECIPES = {  # one that nobody plays as it is, and one that plays so at once, but is too fat to stay so
    "in-parts.mp4": (FLASHES, BEEPS, "-c:v", "mpeg4", "-g", "12", "-q:v", "6"),
    "growing.mp4": (
        *(f"testsrc2=s=854x480:r=12:d={GROWING_SECONDS}", SOUND),
        *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "24", *FAT),
    ),
}


def source(name: str, folder: Path) -> Path:
    """The source of that name."""
    picture, sound, *coded = RECIPES[name]
    heads = ("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound)
    path = folder / name
    subprocess.run([tools.ffmpeg(), "-v", "error", *heads, *coded, "-c:a", "aac", path], check=True, timeout=60)
    return path


@contextmanager
def by_hand(**settings) -> Iterator[None]:
    """No worker is told of the steps of a film; the test makes them, quickly."""
    quick, alone = {"ENCODE_PRESET": "ultrafast"} | settings, lambda film: None
    with patch.dict(current_app.config, quick), patch.object(steps, "promise_next", alone):
        yield


def looked_at(path: Path) -> Film:
    """A film whose plan is written down, and none of whose steps has been made."""
    key = f"raw/{ids.new(22)}"
    store().put_path(key, path)
    with transaction():
        film = Film(source_key=key, source_bytes=path.stat().st_size)
        db.session.add(film)
    media.encode(film.id, film.run)
    return media.get(film.id)


def make(film: Film, *wanted: str) -> list[str]:
    """Make the steps of these names ("encode 480"), or all that are left; returns what all of them are called."""
    laid = {step.place: " ".join([step.name, *_rungs(step)]) for step in steps.of(film) if step.state != "done"}
    db.session.commit()
    for place, name in laid.items():
        if not wanted or name in wanted:
            media.make(film.id, film.run, place)
    db.session.refresh(film)
    return list(laid.values())


def _rungs(step) -> list[str]:
    return [str(rung) for rung in json.loads(step.args).get("steps", ())]


class PartsReel(Reel):
    """A film that was encoded in three parts, in two qualities, with a flash and a beep each second."""

    def _encoded(self) -> Film:
        with by_hand(CHUNK_SECONDS=PART):
            film = looked_at(source("in-parts.mp4", self.folder))
            assert len([name for name in make(film) if name.startswith("chunk")]) == 2 * PARTS_SECONDS // PART
        return media.get(film.id)
