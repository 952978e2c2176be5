"""Writes of imports: begin, try again, cancel."""

from flask import current_app

from wm.domains import uploads
from wm.domains.imports import queries
from wm.domains.imports.errors import TooManyImports
from wm.domains.imports.models import Import
from wm.kernel import clock, job, outbound
from wm.kernel.db import db

BRING = "imports.bring"


def are_open() -> bool:
    """Whether anything may be brought here at all."""
    return current_app.config["IMPORTS_PER_DAY"] > 0


def check(person_id: int, count: int = 1) -> None:
    """Refuse `count` more imports today. Raises TooManyImports (429)."""
    most = current_app.config["IMPORTS_PER_DAY"]
    if queries.count_today(person_id) + count > most:
        raise TooManyImports(most)


def begin(upload: uploads.Upload, address: str, means: str) -> Import:
    """Promise to fetch `address` into an upload that was begun for it. Raises BadAddress (422), TooManyImports (429)."""
    check(upload.person_id)
    wanted = outbound.judged(address).url
    row = Import(person_id=upload.person_id, upload_id=upload.id, address=wanted, means=means)
    db.session.add(row)
    db.session.flush()
    promise(row)
    return row


def promise(row: Import, received: int = 0) -> None:
    """Promise the next stretch of an import, behind all that waits already; once for each place that it has come to."""
    key = f"{BRING}:{row.public_id}:{row.run}:{received}"
    job.enqueue(BRING, subject=row.public_id, key=key, import_id=row.id, run=row.run)


def retry(row: Import) -> Import:
    """Try again what failed or was cancelled, where it stopped if that can be; one that goes on is left alone.

    Raises as `uploads.begin`."""
    if row.is_under_way or row.state == "done":
        return row
    old = uploads.find(row.upload_id)
    if old.state != "receiving" or old.expired():
        uploads.end(old, uploads.CANCELLED)
        row.upload_id, row.tag = uploads.begin(row.person_id, None, {"filename": old.name}, old.subject).id, ""
    row.state, row.reason, row.ended_at, row.percent = "waiting", "", None, 0
    row.run += 1
    promise(row)
    return row


def cancel(row: Import) -> Import:
    """End an import at its owner's wish; what has been fetched goes."""
    upload = uploads.find(row.upload_id)
    if row.state == "done" or upload.state == "complete":
        return row
    uploads.end(upload, uploads.CANCELLED)
    row.state, row.reason, row.ended_at = "cancelled", "", clock.now()
    return row
