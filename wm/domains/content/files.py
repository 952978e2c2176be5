"""Files of resources: kept as they came, and given out as nothing but a download."""

import re

from wm.domains import uploads
from wm.domains.content.errors import FileNotTaken, FileTooBig
from wm.domains.content.models import Content
from wm.domains.content.parts import FILE_NAME_LENGTH, PICTURE_KEY_LENGTH, Post
from wm.domains.content.posts import post_of
from wm.kernel import clock, ids
from wm.kernel.db import after_commit, db
from wm.kernel.errors import NotFound
from wm.kernel.storage import store

FILE_BYTES = 25 * 1000 * 1000
FILE_ENDINGS = (
    *("pdf", "zip", "epub", "txt", "md", "csv", "json", "odt", "ods", "odp", "docx", "xlsx", "pptx"),
    *("png", "jpg", "jpeg", "webp", "mp3", "ogg", "flac", "wav", "mid", "stl", "blend", "psd"),
)
UNSAFE = re.compile(r"[^\w.() -]+")
TYPE = "application/octet-stream"


def set_file(piece: Content, name: str, sent: bytes) -> Post:
    """Offer these bytes for download with the piece; an earlier file is let go. Raises FileNotTaken or FileTooBig (422)."""
    name = UNSAFE.sub("-", name.replace("\\", "/").rpartition("/")[2]).strip(". -")[-FILE_NAME_LENGTH:]
    if "." not in name or name.rpartition(".")[2].lower() not in FILE_ENDINGS or not sent:
        raise FileNotTaken(fields={"file": [FileNotTaken.message]})
    if len(sent) > FILE_BYTES:
        raise FileTooBig(fields={"file": [FileTooBig.message]})
    uploads.check_room(piece.person_id, len(sent))
    row = post_of(piece)
    old, row.file_key = row.file_key, ids.new(PICTURE_KEY_LENGTH)
    store().put(f"files/{row.file_key}", sent, TYPE)
    row.file_name, row.file_size = name, len(sent)
    piece.updated_at = clock.now()
    db.session.flush()
    if old:
        after_commit(lambda: store().delete_prefix(f"files/{old}"))
    return row


def file_of(piece: Content) -> Post:
    """Return the row that names its file. Raises NotFound (404) without one."""
    row = db.session.get(Post, piece.id)
    if row is None or not row.file_key:
        raise NotFound()
    return row
