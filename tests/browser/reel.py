"""A real film for browser tests: made by the real pipeline once, laid out again for each test."""

import fcntl
import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect

from tests.services import wait_until
from wm.domains import content, media
from wm.domains.media import tools
from wm.domains.media.models import Film, Rendition
from wm.domains.media.step_models import FilmSound
from wm.kernel import clock, ids
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

SECONDS = 20
SOURCE = (
    *("-f", "lavfi", "-i", f"testsrc2=s=854x480:r=6:d={SECONDS}", "-f", "lavfi", "-i", f"sine=f=440:d={SECONDS}"),
    *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"),
)
OWN = ("id", "public_id", "key", "upload_id")  # what the next film of the same files has for itself


class Reel:
    """One film in two qualities; `show` publishes it anew under a title."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.film, self.renditions, self.sounds = {}, [], []

    def show(self, person, title="How a river remembers", **fields) -> content.Content:
        """Publish the film as `person`'s."""
        if not self.film:
            self._record()
        with transaction():
            piece = content.draft(person, title, film=self._laid_out(), **fields)
            return content.publish(piece)

    def _record(self) -> None:
        film = self._encoded()
        self.film = _values(film)
        self.renditions = [_values(each) for each in media.renditions(film.id)]
        self.sounds = [_values(each) for each in media.sounds(film.id)]
        shutil.copytree(store().path(f"published/{film.key}"), self.folder / "published")

    def _encoded(self) -> Film:
        path, key = self.folder / "source.mp4", f"raw/{ids.new(22)}"
        subprocess.run([tools.ffmpeg(), "-v", "error", "-y", *SOURCE, path], check=True, timeout=60)
        store().put_path(key, path)
        with transaction():
            film = media.begin(key, path.stat().st_size)
        wait_until(lambda: self._is_ready(film.id), "the test film", seconds=240)
        return media.get(film.id)

    def _is_ready(self, film_id: int) -> bool:
        """A worker of the live site encodes it."""
        db.session.rollback()
        return media.get(film_id).is_ready

    def _laid_out(self) -> Film:
        film = Film(**self.film | {"playable_at": clock.now()})
        db.session.add(film)
        db.session.flush()
        db.session.add_all(Rendition(**each | {"film_id": film.id}) for each in self.renditions)
        db.session.add_all(FilmSound(**each | {"film_id": film.id}) for each in self.sounds)
        shutil.copytree(self.folder / "published", store().path(f"published/{film.key}"))
        return film


class SharedReel(Reel):
    """A film that is made by the first of several test processes that want it; the others wait, and take it from there."""

    def _record(self) -> None:
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = self.folder / "rows.json"
            if not rows.exists():
                super()._record()
                rows.write_text(json.dumps([self.film, self.renditions, self.sounds], default=_moment))
        self.film, self.renditions, self.sounds = json.loads(rows.read_text(), object_hook=_of_moment)


def _values(row) -> dict:
    return {each.key: getattr(row, each.key) for each in inspect(type(row)).column_attrs if each.key not in OWN}


def _moment(at: datetime) -> dict[str, str]:
    return {"at": at.isoformat()}


def _of_moment(said: dict):
    return datetime.fromisoformat(said["at"]) if said.keys() == {"at"} else said
