"""The desk: one attempt's private folder, the source in it, and nothing else."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wm.domains.media.models import Film
from wm.domains.media.shelf import Parts
from wm.kernel import ids, paths
from wm.kernel.storage import store

SOURCE = "source"
UNUSED_SECONDS = 24 * 3600
ROOMS = ("processing", "sources")


@contextmanager
def folder(film_key: str, step: str) -> Iterator[Path]:
    """Give an empty folder `processing/<film key>/<step>/...`; what earlier attempts at the step left goes, and so does it."""
    all_attempts = paths.var("processing", film_key, step)
    shutil.rmtree(all_attempts, ignore_errors=True)
    mine = all_attempts / ids.new()
    mine.mkdir(parents=True, mode=0o700)
    try:
        yield mine
    finally:
        shutil.rmtree(all_attempts, ignore_errors=True)
        with suppress(OSError):  # another step of the film is at work
            all_attempts.parent.rmdir()


def source(film: Film, into: Path) -> Path:
    """Lay the film's source into the folder: linked where it is on this disk, else fetched once for all steps. Raises NotFound."""
    return _laid(film, film.source_key, into / SOURCE)


def made(film: Film, name: str, into: Path) -> Path:
    """Lay what was made of the source, to be encoded in its place, into the folder, as `source` does."""
    return _laid(film, Parts(film.key).prefix + name, into / name)


def _laid(film: Film, key: str, path: Path) -> Path:
    if path.exists():
        return path
    stored = store().path(key)
    if stored is None or not stored.is_file():
        stored = _fetched(film, key, path.name)
    try:
        os.link(stored, path)
    except OSError:  # another disk, or a file system without links
        path.symlink_to(stored)
    return path


def _fetched(film: Film, key: str, name: str) -> Path:
    """Return this machine's copy of what lies in a store elsewhere; whoever comes first fetches it."""
    place = paths.var("sources", film.key, name)
    os.utime(place.parent)
    _forget_unused(place.parent.parent)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            draft = place.with_suffix(".new")
            store().fetch(key, draft)
            draft.rename(place)
    return place


def _forget_unused(room: Path) -> None:
    """Remove copies that nobody here has asked for in a day: a machine that only helped does not hear of a film's end."""
    for place in room.iterdir():
        with suppress(FileNotFoundError):  # another worker here is doing the same
            if time.time() - place.stat().st_mtime > UNUSED_SECONDS:
                shutil.rmtree(place, ignore_errors=True)


def clear(film_key: str) -> None:
    """Remove this machine's copy of a source, and whatever attempts at the film left behind."""
    for room in ROOMS:
        shutil.rmtree(paths.var(room, film_key), ignore_errors=True)


def forget(alive: set[str]) -> int:
    """Remove the folders of films that nobody works on (`alive` are the film keys that somebody does)."""
    rooms = [paths.var(room, "x").parent for room in ROOMS]
    dead = [place for room in rooms if room.is_dir() for place in room.iterdir() if place.name not in alive]
    for place in dead:
        shutil.rmtree(place, ignore_errors=True)
    return len(dead)
