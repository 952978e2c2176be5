"""Is there room: the size of one file, what a person may keep, and what the disk still holds."""

import shutil

from flask import current_app
from sqlalchemy import func, select

from wm.domains.uploads.errors import DiskFull, FileEmpty, FileTooLarge, QuotaSpent, TooManyUnfinished
from wm.domains.uploads.models import MAX_PARTS, PART, Upload
from wm.kernel.db import db
from wm.kernel.paths import var
from wm.kernel.storage import store

MAX_UNFINISHED = 200
UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "KB"))


def max_bytes() -> int:
    """Return the size of the largest file that may be uploaded."""
    return min(current_app.config["UPLOAD_MAX_BYTES"], PART * MAX_PARTS)


def left(person_id: int, apart_from: int | None = None) -> int:
    """Return how many more bytes a person may send; bytes promised for unfinished uploads count as taken."""
    taken = func.coalesce(func.sum(func.coalesce(Upload.size, Upload.received)), 0)
    theirs = select(taken).where(Upload.person_id == person_id, Upload.state != "gone", Upload.id != (apart_from or 0))
    return max(0, current_app.config["UPLOAD_QUOTA_BYTES"] - int(db.session.scalar(theirs)))


def check(person_id: int, size: int | None, apart_from: int | None = None) -> None:
    """Refuse a file of `size` bytes (None: not known yet) that has no room.

    Raises FileEmpty (422), FileTooLarge or QuotaSpent (413), TooManyUnfinished (429), DiskFull (507)."""
    if size == 0:
        raise FileEmpty()
    if (size or 0) > max_bytes():
        raise FileTooLarge(readable(max_bytes()))
    space = left(person_id, apart_from)
    if (size or 1) > space:
        raise QuotaSpent(readable(space))
    if apart_from is None and _unfinished(person_id) >= MAX_UNFINISHED:
        raise TooManyUnfinished()
    _check_disk(size or 0)


def readable(size: int) -> str:
    """Return `size` bytes in words, in powers of 1000 as disks are sold: 8.6 GB."""
    for unit, name in UNITS:
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"


def _unfinished(person_id: int) -> int:
    mine = select(func.count()).where(Upload.person_id == person_id, Upload.state == "receiving")
    return db.session.scalar(mine)


def _check_disk(size: int) -> None:
    usage, stays_here = shutil.disk_usage(var()), store().path("raw") is not None
    if usage.free - (size if stays_here else 0) < usage.total * current_app.config["DISK_FREE_PERCENT"] / 100:
        raise DiskFull()
