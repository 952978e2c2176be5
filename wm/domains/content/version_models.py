"""The table of versions of a resource's file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.domains.content.parts import FILE_NAME_LENGTH, PICTURE_KEY_LENGTH
from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

LABEL_LENGTH = 20
NOTES_LENGTH = 1000


class FileVersion(Base):
    """One version of what a resource gives out, and what its maker says is new in it; the highest `number` is the newest."""

    __tablename__ = "file_version"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    notes: Mapped[str] = mapped_column(String(NOTES_LENGTH), default="")
    file_key: Mapped[str] = mapped_column(Key(PICTURE_KEY_LENGTH))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    file_size: Mapped[int] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("number > 0 AND file_size >= 0", name="counts"),
        UniqueConstraint("content_id", "number", name="uq_file_version_number"),
        Index("ix_file_version_key", "file_key"),
    )
