"""Films on pages, fetched by yt-dlp where the administrator switched it on: caged like every program, but with a network of its own making.

Its connections are not pinned by us (see docs/imports.md), which is why it is off unless IMPORT_YTDLP names it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wm.domains import media, uploads
from wm.domains.imports import queries
from wm.domains.imports.errors import NotFetched, SwitchedOff
from wm.domains.imports.looking import fetcher
from wm.kernel import clock, ids, outbound, paths
from wm.kernel.db import transaction

MOST_SECONDS, LOOK_EVERY = 3000, 3.0
CHUNK = 256 * 1024
PERCENT = re.compile(rb"(\d{1,3})(?:\.\d+)?%")
MIB = 1024 * 1024


def fetch(turn: tuple[int, int], address: str, upload: uploads.Upload) -> None:
    """Let yt-dlp fetch the one film of a page into an empty folder, and put it into the upload.

    Raises SwitchedOff (409), NotOpen, NotFetched (422), UploadGone (410), and as `uploads.receive`."""
    program = fetcher()
    if program is None:
        raise SwitchedOff()
    outbound.places(outbound.judged(address))
    most = min(uploads.max_bytes(), uploads.left(upload.person_id, apart_from=upload.id))
    with _folder() as folder:
        limits = media.Limits(MOST_SECONDS, MOST_SECONDS, memory=2048 * MIB, file_bytes=most + MIB, files=256)
        try:
            ending = media.run_abroad(words(program, address, most), folder, limits, _Watch(turn, upload.id))
        except media.CutShort:
            raise NotFetched() from None
        film = _film(folder)
        if ending.code or film is None:
            raise NotFetched()
        _pour(upload, film)


def words(program: str, address: str, most: int) -> list[str]:
    """Return the command: one film, no settings or cookies of anybody, nothing run afterwards, bounded in bytes and silence."""
    quiet = ["--ignore-config", "--no-cache-dir", "--no-cookies", "--no-exec", "--newline", "--progress"]
    one = ["--no-playlist", "--playlist-items", "1", "--no-part", "--no-mtime", "--format", "b[ext=mp4]/b"]
    bounds = ["--max-filesize", str(most), "--socket-timeout", "15", "--retries", "3", "--output", "film.%(ext)s"]
    return [program, *quiet, *one, *bounds, "--", address]


class _Watch:
    """Hears the program: writes down how far it is, and ends it when its upload was cancelled."""

    def __init__(self, turn: tuple[int, int], upload_id: int):
        self.turn, self.upload_id, self.percent, self.looked = turn, upload_id, 0, clock.monotonic()

    def __call__(self, line: bytes) -> None:
        if found := PERCENT.search(line):
            self.percent = min(99, int(found[1]))
        if clock.monotonic() - self.looked < LOOK_EVERY:
            return
        self.looked = clock.monotonic()
        with transaction():
            uploads.find(self.upload_id).refuse_unless_receiving()
            row = queries.find(self.turn[0])
            row.percent = max(row.percent, self.percent)


@contextmanager
def _folder() -> Iterator[Path]:
    mine = paths.var("imports", ids.new())
    mine.mkdir(parents=True, mode=0o700)
    try:
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)


def _film(folder: Path) -> Path | None:
    """Return the one file that came, if it is a plain one in this folder."""
    found = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink() and path.stem == "film"]
    return found[0] if len(found) == 1 else None


def _pour(upload: uploads.Upload, film: Path) -> None:
    upload = uploads.restart(upload) if upload.received else upload
    with transaction():
        uploads.declare(uploads.find(upload.id), film.stat().st_size)
    with film.open("rb") as file:
        uploads.receive(uploads.find(upload.id), 0, iter(lambda: file.read(CHUNK), b""))
