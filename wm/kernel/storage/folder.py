"""A folder as a store: atomic by rename, multipart by appending."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from wm.kernel import ids
from wm.kernel.errors import NotFound
from wm.kernel.storage.base import CHUNK, Draft, Entry, Part, Stat, StoreFull

FULL = (errno.ENOSPC, errno.EDQUOT)


class FolderStore:
    """Objects are files below `root`; parts wait under `.parts/` until they are joined."""

    part_min_bytes = 1

    def __init__(self, root: str | Path):
        self.root = Path(root).resolve()
        self.root.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path:
        place = (self.root / key).resolve()
        if not place.is_relative_to(self.root) or place == self.root:
            raise NotFound()
        return place

    def _new(self, key: str) -> tuple[Path, Path]:
        final = self.path(key)
        final.parent.mkdir(parents=True, exist_ok=True)
        return final.with_name(f".{final.name}.{ids.new(8)}"), final

    @contextmanager
    def _written(self, key: str) -> Iterator[Path]:
        """Give a place for a draft that takes the name of `key` at the end; half of one never stays."""
        draft, final = self._new(key)
        try:
            with _room():
                yield draft
                os.replace(draft, final)
        finally:
            draft.unlink(missing_ok=True)

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        with self._written(key) as draft:
            draft.write_bytes(content)

    def put_path(self, key: str, path: str | Path, content_type: str = "") -> None:
        with self._written(key) as draft:
            shutil.copyfile(path, draft)

    def take_path(self, key: str, path: str | Path, content_type: str = "") -> None:
        with self._written(key) as draft:
            shutil.move(path, draft)  # a rename, unless it lies on another disk

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        place = self._there(key)
        with place.open("rb") as file:
            file.seek(start)
            left = (place.stat().st_size if end is None else end) - start
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def _there(self, key: str) -> Path:
        place = self.path(key)
        if not place.is_file():
            raise NotFound()
        return place

    def stat(self, key: str) -> Stat | None:
        try:
            known = self.path(key).stat()
        except FileNotFoundError:
            return None
        modified = datetime.fromtimestamp(known.st_mtime, UTC)
        return Stat(known.st_size, modified, f"{known.st_mtime_ns:x}-{known.st_size:x}")

    def fetch(self, key: str, path: str | Path) -> None:
        shutil.copyfile(self._there(key), path)

    def copy(self, source: str, target: str) -> None:
        with self._written(target) as draft:
            try:
                os.link(self._there(source), draft)  # objects are replaced, never changed: two names may share one
            except OSError:
                shutil.copyfile(self._there(source), draft)

    def delete(self, key: str) -> None:
        place = self.path(key)
        place.unlink(missing_ok=True)
        self._prune(place.parent)

    def _prune(self, folder: Path) -> None:
        try:
            while folder != self.root:
                folder.rmdir()
                folder = folder.parent
        except OSError:
            return

    def delete_prefix(self, prefix: str) -> int:
        found = list(self.keys(prefix))
        for key in found:
            self.delete(key)
        if prefix.endswith("/"):
            self._forget_drafts(self.path(prefix))
        return len(found)

    def _forget_drafts(self, folder: Path) -> None:
        """Remove hidden drafts that killed processes left; nobody else looks for them."""
        for draft in folder.glob(".*") if folder.is_dir() else ():
            draft.unlink(missing_ok=True)
        self._prune(folder)

    def keys(self, prefix: str) -> Iterator[str]:
        start = self.path(prefix.rpartition("/")[0]) if "/" in prefix else self.root
        return (key for key in self._walked(start, "") if key.startswith(prefix))

    def _walked(self, folder: Path, after: str) -> Iterator[str]:
        """Yield keys below `folder` in their order, from behind `after`; folders that lie before it are not opened."""
        with suppress(FileNotFoundError, NotADirectoryError):
            found = [f"{each.name}/" if each.is_dir() else each.name for each in os.scandir(folder)]
            for name in sorted(name for name in found if not name.startswith(".")):
                key = f"{folder.relative_to(self.root) / name}".removeprefix("./")
                if name.endswith("/") and (f"{key}/" > after or after.startswith(f"{key}/")):
                    yield from self._walked(folder / name, after)
                elif not name.endswith("/") and key > after:
                    yield key

    def entries(self, prefix: str, after: str = "") -> Iterator[Entry]:
        start = self.path(prefix.rpartition("/")[0]) if "/" in prefix else self.root
        for key in self._walked(start, after):
            if key.startswith(prefix) and (known := self.stat(key)):
                yield Entry(key, known.size, known.modified)

    def drafts(self) -> Iterator[Draft]:
        for folder in sorted((self.root / ".parts").glob("*")):
            with suppress(FileNotFoundError):
                yield Draft("", folder.name, datetime.fromtimestamp(folder.stat().st_mtime, UTC))

    def begin(self, key: str, content_type: str = "") -> str:
        ref = ids.new(22)
        (self.root / ".parts" / ref).mkdir(parents=True)
        return ref

    def put_part(self, key: str, ref: str, number: int, content: Iterable[bytes], size: int) -> Part:
        place = self.root / ".parts" / ref / f"{number:05d}"
        draft = place.with_suffix(".new")
        try:
            with _room(), draft.open("wb") as file:
                written = sum(file.write(chunk) for chunk in content)
            if written != size:
                raise ValueError(f"part {number} has {written} bytes instead of {size}")
            os.replace(draft, place)
        finally:
            draft.unlink(missing_ok=True)
        return Part(number, f"{size:x}", size)

    def complete(self, key: str, ref: str, parts: list[Part]) -> None:
        folder, final = self.root / ".parts" / ref, self.path(key)
        if not folder.exists() and final.exists():
            return
        joined = folder / "joined"
        joined.touch()
        end = 0
        for part in sorted(parts):
            self._append(joined, folder / f"{part.number:05d}", end)
            end += part.size
        final.parent.mkdir(parents=True, exist_ok=True)
        os.replace(joined, final)
        shutil.rmtree(folder, ignore_errors=True)

    def _append(self, joined: Path, part: Path, start: int) -> None:
        """Move `part` to `start` of `joined`; parts go one by one, so that no byte lies twice for long."""
        if not part.exists():
            return  # an earlier try, cut short, has moved it already
        with _room(), joined.open("r+b") as file, part.open("rb") as content:
            file.truncate(start)
            file.seek(start)
            shutil.copyfileobj(content, file, CHUNK)
        part.unlink()

    def abort(self, key: str, ref: str) -> None:
        shutil.rmtree(self.root / ".parts" / ref, ignore_errors=True)

    def presign(self, key: str, seconds: int) -> None:
        return None

    def ping(self) -> None:
        if not os.access(self.root, os.W_OK):
            raise OSError(f"{self.root} can't be written")


@contextmanager
def _room() -> Iterator[None]:
    """Say in words that the disk is full. Raises StoreFull (507)."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFull() from error
        raise
