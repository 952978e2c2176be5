"""The shelf: the published files of one film, under the names that players and pages rely on."""

import os
from pathlib import Path, PurePosixPath

from wm.kernel.storage import store

POSTERS = {1280: "poster", 640: "poster-640", 320: "poster-320"}
STILLS = ("still-1.webp", "still-2.webp", "still-3.webp")
MASTER, PROGRESSIVE, SOUND = "master.m3u8", "film.mp4", "audio"
COPY, COPIED_SOUND = "copy", "copy-audio"
STORYBOARD = ("storyboard.webp", "storyboard.vtt")
BESIDE = "captions-"  # how names begin that are no part of the film and not ours to remove
TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".vtt": "text/vtt; charset=utf-8",
}


def fetch(key: str, path: Path) -> Path:
    """Lay what is stored under `key` at `path`: linked where storage is on this disk, else copied. Raises NotFound."""
    stored = store().path(key)
    try:
        if stored is None or not stored.is_file():
            raise FileNotFoundError
        os.link(stored, path)
    except OSError:  # elsewhere, on another disk, or on one without links
        store().fetch(key, path)
    return path


def playlist_of(name: str) -> str:
    """Return the name of the playlist that plays a file."""
    return f"{PurePosixPath(name).stem}.m3u8"


class Shelf:
    """What lies in storage under `published/<film key>/`."""

    def __init__(self, film_key: str):
        self.prefix = f"published/{film_key}/"

    def put(self, path: Path) -> None:
        """Publish the local file at `path` under its own name; it is moved where that is possible, and gone afterwards."""
        store().take_path(self.prefix + path.name, path, TYPES[path.suffix])

    def write(self, name: str, text: str) -> None:
        """Publish `text` under `name`."""
        store().put(self.prefix + name, text.encode(), TYPES[PurePosixPath(name).suffix])

    def fetch(self, name: str, path: Path) -> Path:
        """Lay a published file at `path`, unless it is there already: linked where it is on this disk. Raises NotFound."""
        if not path.exists():
            fetch(self.prefix + name, path)
        return path

    def names(self) -> list[str]:
        """Return the names of everything that is published."""
        return [key.removeprefix(self.prefix) for key in store().keys(self.prefix)]

    def sizes(self) -> dict[str, int]:
        """Return how many bytes each published file has."""
        return _sizes(self.prefix)

    def copy_to(self, other: "Shelf") -> None:
        """Publish everything a second time, under another film key."""
        for name in self.names():
            store().copy(self.prefix + name, other.prefix + name)

    def remove_drafts(self) -> None:
        """A store that is a folder writes into hidden drafts first; a killed process leaves one."""
        folder = store().path(self.prefix)
        for draft in folder.glob(".*") if folder and folder.is_dir() else ():
            draft.unlink(missing_ok=True)


class Parts:
    """What is laid aside in storage until a film's rungs are joined of it, under `processing/<film key>/`."""

    def __init__(self, film_key: str):
        self.prefix = f"processing/{film_key}/"

    def take(self, path: Path) -> None:
        """Lay aside one part under its own name; the local file is gone afterwards."""
        store().take_path(self.prefix + path.name, path)

    def fetch(self, name: str, folder: Path) -> Path:
        """Lay a part into `folder` and return where it is. Raises NotFound."""
        return fetch(self.prefix + name, folder / name)

    def sizes(self) -> dict[str, int]:
        """Return how many bytes each part has."""
        return _sizes(self.prefix)


def _sizes(prefix: str) -> dict[str, int]:
    return {entry.key.removeprefix(prefix): entry.size for entry in store().entries(prefix)}
