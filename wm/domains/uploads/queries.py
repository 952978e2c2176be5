"""Reads of the uploads domain; everything is fetched through its owner."""

from collections.abc import Iterable

from sqlalchemy import select

from wm.domains.uploads.errors import UploadNotFound
from wm.domains.uploads.models import Upload
from wm.kernel import clock
from wm.kernel.db import db


def mine(public_id: str, person_id: int) -> Upload:
    """Return the person's upload. Raises UploadNotFound (404), also for somebody else's."""
    wanted = select(Upload).where(Upload.public_id == public_id, Upload.person_id == person_id)
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise UploadNotFound()
    return found


def find(upload_id: int) -> Upload | None:
    """Return an upload by its row, for work behind the scenes."""
    return db.session.get(Upload, upload_id, populate_existing=True)


def several(upload_ids: Iterable[int]) -> dict[int, Upload]:
    """Return those of these uploads that there are, by their rows."""
    found = db.session.scalars(select(Upload).where(Upload.id.in_(list(upload_ids))))
    return {upload.id: upload for upload in found}


def with_key(public_id: str) -> Upload | None:
    """Return the upload with that public id, whoever sent it, for work behind the scenes."""
    return db.session.scalars(select(Upload).where(Upload.public_id == public_id)).first()


def latest_for(subjects: Iterable[str]) -> dict[str, Upload]:
    """Return the newest upload for each of `subjects` that has one."""
    found = db.session.scalars(select(Upload).where(Upload.subject.in_(list(subjects))).order_by(Upload.id))
    return {upload.subject: upload for upload in found}


def unfinished(person_id: int, limit: int = 50) -> list[Upload]:
    """Return the person's uploads that still wait for bytes, newest first."""
    theirs = select(Upload).where(Upload.person_id == person_id, Upload.state == "receiving")
    alive = theirs.where(Upload.expires_at > clock.now()).order_by(Upload.id.desc()).limit(limit)
    return list(db.session.scalars(alive))
