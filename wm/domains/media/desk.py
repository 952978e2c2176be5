"""The desk: one attempt's private folder, the source in it, and nothing else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wm.kernel import ids, paths
from wm.kernel.storage import store

SOURCE = "source"


@contextmanager
def folder(film_key: str) -> Iterator[Path]:
    """Give an empty folder below `processing/<film key>/`; what earlier attempts left there goes, and so does this one."""
    all_attempts = paths.var("processing", film_key)
    shutil.rmtree(all_attempts, ignore_errors=True)
    mine = all_attempts / ids.new()
    mine.mkdir(parents=True, mode=0o700)
    try:
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        with_nobody_left(all_attempts)


def with_nobody_left(all_attempts: Path) -> None:
    """Remove the folder of a film once no attempt is in it."""
    if all_attempts.is_dir() and not any(all_attempts.iterdir()):
        all_attempts.rmdir()


def source(key: str, into: Path) -> Path:
    """Lay the film's source into the folder: linked where storage is on this disk, else fetched. Raises NotFound."""
    path, stored = into / SOURCE, store().path(key)
    if stored is None or not stored.is_file():
        store().fetch(key, path)
        return path
    try:
        os.link(stored, path)
    except OSError:  # another disk, or a file system without links
        return stored
    return path


def forget(alive: set[str]) -> int:
    """Remove the folders of films that nobody works on (`alive` are the film keys that somebody does)."""
    everything = paths.var("processing", "x").parent
    dead = [place for place in everything.iterdir() if place.name not in alive] if everything.is_dir() else []
    for place in dead:
        shutil.rmtree(place, ignore_errors=True)
    return len(dead)
