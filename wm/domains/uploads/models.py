"""An upload: one file on its way into storage, and the parts that have arrived."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from wm.domains.uploads.errors import AlreadyComplete, UploadGone
from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

STATES = ("receiving", "complete", "gone")
PART = 8 * 1024 * 1024  # bytes of every part but the last; S3 wants at least 5 MiB and at most 10,000 parts
MAX_PARTS = 10_000
NAME_LENGTH = 200
METADATA_LENGTH = 4096


class Upload(Base):
    """One file that a person sends; `received` is how many of its bytes are stored for good.

    Bytes lie in parts of PART bytes and, for what is left over, in one small object named by `tail`."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id(22)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    size: Mapped[int | None] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(Key(10), default="receiving")
    subject: Mapped[str] = mapped_column(Key(32), default="")  # what the file is for, in the words of who asked
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    note: Mapped[str] = mapped_column(String(METADATA_LENGTH), default="")  # Upload-Metadata, as it is echoed
    multipart: Mapped[str | None] = mapped_column(String(1024))
    tail: Mapped[str | None] = mapped_column(Key(120))
    reason: Mapped[str] = mapped_column(String(255), default="")  # the sentence, when it is gone
    lease_token: Mapped[str | None] = mapped_column(Key(22))
    lease_until: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('receiving', 'complete', 'gone')", name="state"),
        CheckConstraint("received >= 0 AND (size IS NULL OR received <= size)", name="received"),
        Index("ix_upload_person", "person_id", "state"),
        Index("ix_upload_subject", "subject"),
        Index("ix_upload_expiry", "state", "expires_at"),
    )

    @property
    def key(self) -> str:
        """Where the whole file lies in storage."""
        return f"raw/{self.public_id}"

    @property
    def tails(self) -> str:
        """The prefix of the small objects that hold what does not fill a part yet."""
        return f"raw/{self.public_id}.tail/"

    @property
    def has_all(self) -> bool:
        """Whether every byte is stored."""
        return self.size is not None and self.received == self.size

    def expired(self) -> bool:
        """Whether it waited too long for its next byte."""
        return self.state == "receiving" and not self.has_all and self.expires_at <= clock.now()

    def refuse_if_gone(self) -> None:
        """Raise UploadGone (410) when it was ended or waited too long."""
        if self.state == "gone" or self.expired():
            raise UploadGone(self.reason or None)

    def refuse_unless_receiving(self) -> None:
        """Raise UploadGone (410) or AlreadyComplete (409) when no byte may be added any more."""
        self.refuse_if_gone()
        if self.state == "complete":
            raise AlreadyComplete()


class UploadPart(Base):
    """One stored part of a multipart upload, as storage wants to hear of it when the file is put together."""

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    etag: Mapped[str] = mapped_column(String(80))
