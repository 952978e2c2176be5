"""The right to write to an upload: one holder at a time, in the database, so that it holds across machines."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import or_, select, update

from wm.domains.uploads.errors import Busy, UploadGone
from wm.domains.uploads.models import Upload
from wm.kernel import clock, ids
from wm.kernel.db import db, retried, transaction

READING = 10  # seconds that a silent connection keeps others out; it may go on if nobody else came
STORING = 45  # the same while a part is written to storage


def take(upload_id: int) -> str:
    """Lease the upload to the caller, commit, and return the token that proves it. Raises Busy (423)."""
    token = ids.new(22)

    def unit() -> bool:
        with transaction():
            is_free = or_(Upload.lease_token.is_(None), Upload.lease_until <= clock.now())
            return _change(upload_id, is_free, lease_token=token, lease_until=_in(READING))

    if not retried(unit):
        raise Busy()
    return token


def hold(upload_id: int, token: str, seconds: int = READING, **changes: Any) -> None:
    """Make `changes` and push the ends of lease and upload forward, in the present transaction.

    Raises Busy (423) or UploadGone (410) when somebody else has the lease or the upload was ended."""
    changes |= {"lease_until": _in(seconds), "expires_at": expiry()}
    if not _change(upload_id, Upload.lease_token == token, **changes):
        _explain_loss(upload_id)


def free(upload_id: int, token: str) -> None:
    """Give the lease back and commit; fine when it is lost already."""

    def unit() -> None:
        with transaction():
            _change(upload_id, Upload.lease_token == token, lease_token=None, lease_until=None)

    retried(unit)


def expiry() -> datetime:
    """Return when an upload ends that gets no byte from now on."""
    return _in(current_app.config["UPLOAD_EXPIRES_HOURS"] * 3600)


def _change(upload_id: int, condition: Any, **values: Any) -> bool:
    mine = update(Upload).where(Upload.id == upload_id, Upload.state == "receiving", condition).values(**values)
    return db.session.execute(mine.execution_options(synchronize_session=False)).rowcount == 1


def _explain_loss(upload_id: int) -> None:
    state, reason = db.session.execute(select(Upload.state, Upload.reason).where(Upload.id == upload_id)).one()
    raise UploadGone(reason or None) if state == "gone" else Busy()


def _in(seconds: int) -> datetime:
    return clock.now() + timedelta(seconds=seconds)
