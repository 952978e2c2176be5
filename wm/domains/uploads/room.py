"""Is there room: the size of one file, what a person may keep, and what the disk still holds."""

import shutil

from flask import current_app
from sqlalchemy import func, select

from wm.domains.uploads.errors import DiskFull, FileEmpty, FileTooLarge, QuotaSpent, TooManyUnfinished
from wm.domains.uploads.models import MAX_PARTS, PART, Upload
from wm.domains.uploads.quotas import quota
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
    return max(0, quota(person_id) - int(db.session.scalar(theirs)))


def most(person_id: int, upload_id: int) -> int:
    """Return the bytes that an upload of unknown size may have in all, as things stand now."""
    return min(max_bytes(), left(person_id, apart_from=upload_id))


def check(person_id: int, size: int | None, apart_from: int | None = None) -> None:
    """Refuse a file of `size` bytes (None: not known yet) that has no room.

    Raises FileEmpty (422), FileTooLarge or QuotaSpent (413), TooManyUnfinished (429), DiskFull (507)."""
    if size == 0:
        raise FileEmpty()
    if (size or 0) > max_bytes():
        raise FileTooLarge(readable(max_bytes()))
    _one_at_a_time(person_id)
    space = left(person_id, apart_from)
    if (size or 1) > space:
        raise QuotaSpent(readable(space))
    if apart_from is None and _unfinished(person_id) >= MAX_UNFINISHED:
        raise TooManyUnfinished()
    check_disk(size or 0)


def _one_at_a_time(person_id: int) -> None:
    """Let nobody else promise bytes for this person until the present transaction ends: their sums are not seen yet.

    Call it before rows that refer to the person are written, so that two who wait for each other can't be."""
    owner = next(iter(Upload.__table__.c.person_id.foreign_keys)).column
    db.session.execute(select(owner).where(owner == person_id).with_for_update())


def readable(size: int) -> str:
    """Return `size` bytes in words, in powers of 1000 as disks are sold: 8.6 GB."""
    for unit, name in UNITS:
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"


def _unfinished(person_id: int) -> int:
    mine = select(func.count()).where(Upload.person_id == person_id, Upload.state == "receiving")
    return db.session.scalar(mine)


def check_disk(size: int) -> None:
    """Refuse `size` more bytes where the disk must stay free for the rest of the site. Raises DiskFull (507)."""
    usage, stays_here = shutil.disk_usage(var()), store().path("raw") is not None
    if usage.free - (size if stays_here else 0) < usage.total * current_app.config["DISK_FREE_PERCENT"] / 100:
        raise DiskFull()
