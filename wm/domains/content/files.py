"""Files of resources: kept as they came, and given out as nothing but a download."""

import os
import re
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select, update

from wm.domains import storage, uploads
from wm.domains.content.errors import FileNotTaken, FileTooBig
from wm.domains.content.models import Content
from wm.domains.content.parts import FILE_NAME_LENGTH, Post
from wm.domains.content.posts import post_of
from wm.domains.content.version_models import FileVersion
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound

FILE_BYTES = 25 * 1000 * 1000
FILE_ENDINGS = (
    *("pdf", "zip", "epub", "txt", "md", "csv", "json", "odt", "ods", "odp", "docx", "xlsx", "pptx"),
    *("png", "jpg", "jpeg", "webp", "mp3", "ogg", "flac", "wav", "mid", "stl", "blend", "psd"),
)
UNSAFE = re.compile(r"[^\w.() -]+")
FIRST_PLACE = "files"
REPLACED = "Another file has taken the place of this one."
REMOVED = "The piece that this file was for has been removed."


def set_file(piece: Content, name: str, sent: BinaryIO) -> Post:
    """Offer what is in `sent` for download with the piece; an earlier file is let go. Commits, as `uploads.keep` does.

    Counts as sent by its maker. Of a piece with versions the newest one is replaced (see versions.py).
    Raises FileNotTaken or FileTooBig (422), and as `uploads.begin`."""
    upload, name = keep(piece, name, sent)
    row = post_of(piece)
    _replace_in_versions(row.file_key, upload, name)
    _let_go(row, REPLACED)
    row.file_key, row.file_name, row.file_size = upload.public_id, name, upload.size
    piece.updated_at = clock.now()
    db.session.flush()
    return row


def keep(piece: Content, name: str, sent: BinaryIO) -> tuple[uploads.Upload, str]:
    """Store what is in `sent` for its maker; returns the upload and the name that it is given out under. Raises as `set_file`."""
    name = UNSAFE.sub("-", name.replace("\\", "/").rpartition("/")[2]).strip(". -")[-FILE_NAME_LENGTH:]
    size = sent.seek(0, os.SEEK_END)
    sent.seek(0)
    if "." not in name or name.rpartition(".")[2].lower() not in FILE_ENDINGS or not size:
        raise FileNotTaken(fields={"file": [FileNotTaken.message]})
    if size > FILE_BYTES:
        raise FileTooBig(fields={"file": [FileTooBig.message]})
    return uploads.keep(piece.person_id, name, sent, size), name


def _replace_in_versions(old: str | None, upload: uploads.Upload, name: str) -> None:
    named = {"file_key": upload.public_id, "file_name": name, "file_size": upload.size}
    if old:
        db.session.execute(update(FileVersion).where(FileVersion.file_key == old).values(**named))


def place_of(row: Post | FileVersion) -> str:
    """Return where its file lies in the store: with all that people send, or where the first ones were put."""
    return f"raw/{row.file_key}" if uploads.with_key(row.file_key) else f"{FIRST_PLACE}/{row.file_key}"


def _let_go(row: Post, reason: str) -> None:
    upload = uploads.with_key(row.file_key) if row.file_key else None
    if upload is not None:
        uploads.end(upload, reason)
    elif old := row.file_key:
        storage.ask(f"{FIRST_PLACE}/{old}", "file")
    row.file_key = None


def let_go_of_removed(since: datetime, limit: int) -> int:
    """Let go of files whose pieces were removed before `since`; returns how many."""
    gone = Content.state == "removed", Content.removed_at <= since, Post.file_key.is_not(None)
    rows = db.session.scalars(select(Post).join(Content, Content.id == Post.content_id).where(*gone).limit(limit)).all()
    for row in rows:
        _let_go_of_versions(row)
        _let_go(row, REMOVED)
    return len(rows)


def _let_go_of_versions(row: Post) -> None:
    for each in db.session.scalars(select(FileVersion).where(FileVersion.content_id == row.content_id)).all():
        upload = uploads.with_key(each.file_key) if each.file_key != row.file_key else None
        if upload is not None:
            uploads.end(upload, REMOVED)
        db.session.delete(each)
    db.session.flush()


def file_of(piece: Content) -> Post:
    """Return the row that names its file. Raises NotFound (404) without one."""
    row = db.session.get(Post, piece.id)
    if row is None or not row.file_key:
        raise NotFound()
    return row
