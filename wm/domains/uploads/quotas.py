"""How much one person may keep: what the site says for everybody, or what an admin has said for them."""

from datetime import datetime

from flask import current_app
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, db


class UploadQuota(Base):
    """Bytes that one person may keep instead of UPLOAD_QUOTA_BYTES."""

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    bytes: Mapped[int] = mapped_column(BigInteger)
    set_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("bytes >= 0", name="bytes"),)


def quota(person_id: int) -> int:
    """Return how many bytes a person may keep."""
    own = db.session.get(UploadQuota, person_id)
    return current_app.config["UPLOAD_QUOTA_BYTES"] if own is None else own.bytes


def own_quota(person_id: int) -> int | None:
    """Return what an admin has said for this person, None when they have what everybody has."""
    own = db.session.get(UploadQuota, person_id)
    return own.bytes if own else None


def set_quota(person_id: int, size: int | None) -> None:
    """Let a person keep `size` bytes; None: what everybody may. What is there already stays."""
    if size is None:
        db.session.query(UploadQuota).filter_by(person_id=person_id).delete()
    else:
        db.session.merge(UploadQuota(person_id=person_id, bytes=size, set_at=clock.now()))
