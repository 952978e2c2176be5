"""Versions of a resource's file: all of them stay there for whoever may open it, the newest first."""

from typing import BinaryIO

from sqlalchemy import select

from wm.domains.content import files
from wm.domains.content.errors import TooManyVersions
from wm.domains.content.events import VersionAdded
from wm.domains.content.models import Content
from wm.domains.content.parts import Post
from wm.domains.content.posts import post_of
from wm.domains.content.version_models import LABEL_LENGTH, NOTES_LENGTH, FileVersion
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record

MOST_VERSIONS = 50
FIRST = "1"


def add_version(piece: Content, name: str, sent: BinaryIO, *, label: str = "", notes: str = "") -> FileVersion:
    """Offer what is in `sent` as the newest version of its file; the earlier ones stay. Commits, as `set_file` does.

    Raises as `set_file`, and TooManyVersions (409)."""
    if len(versions(piece)) >= MOST_VERSIONS:
        raise TooManyVersions()
    earlier = newest(piece)
    upload, name = files.keep(piece, name, sent)
    row = post_of(piece)
    number = earlier.number + 1 if earlier else 1
    row.file_key, row.file_name, row.file_size = upload.public_id, name, upload.size
    added = _of_row(piece, row, number, label.strip()[:LABEL_LENGTH] or str(number), notes.strip()[:NOTES_LENGTH])
    db.session.add(added)
    piece.updated_at = clock.now()
    db.session.flush()
    if earlier and piece.is_published:
        record(VersionAdded(piece.id, added.id))
    return added


def versions(piece: Content) -> list[FileVersion]:
    """Return the versions of its file, newest first; none where there is no file.

    A file from before there were versions is one that has no row yet (see `newest`)."""
    mine = select(FileVersion).where(FileVersion.content_id == piece.id)
    found = list(db.session.scalars(mine.order_by(FileVersion.number.desc())))
    row = None if found else db.session.get(Post, piece.id)
    return [_first(piece, row)] if row is not None and row.file_key else found


def newest(piece: Content) -> FileVersion | None:
    """Return the newest version, None where there is no file; a file from before there were versions becomes the first."""
    mine = select(FileVersion).where(FileVersion.content_id == piece.id).order_by(FileVersion.number.desc())
    found = db.session.scalars(mine.limit(1)).first()
    row = db.session.get(Post, piece.id)
    if found is None and row is not None and row.file_key:
        found = _first(piece, row)
        db.session.add(found)
        db.session.flush()
    return found


def version(public_id: str) -> FileVersion:
    """Return a version. Raises NotFound."""
    found = db.session.scalars(select(FileVersion).where(FileVersion.public_id == public_id)).first()
    if found is None:
        raise NotFound()
    return found


def version_with_row_id(version_id: int) -> FileVersion | None:
    """Return the version with that row id, None when it is gone; for jobs."""
    return db.session.get(FileVersion, version_id)


def _first(piece: Content, row: Post) -> FileVersion:
    return _of_row(piece, row, 1, FIRST, "")


def _of_row(piece: Content, row: Post, number: int, label: str, notes: str) -> FileVersion:
    made = FileVersion(content_id=piece.id, number=number, label=label, notes=notes)
    made.file_key, made.file_name, made.file_size = row.file_key, row.file_name, row.file_size
    return made
