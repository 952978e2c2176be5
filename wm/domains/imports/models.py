"""An import: one address that is fetched into one upload."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.addresses import LONGEST as ADDRESS_LENGTH
from wm.kernel.db import Base, Key, public_id, row_id

STATES = ("waiting", "working", "done", "failed", "cancelled")
UNDER_WAY = ("waiting", "working")
TAG_LENGTH = 200


class Import(Base):
    """One film on its way from an address; `run` counts the times that it was asked for, `tag` names the file over there as
    its server does, so that the rest of another file is never put behind the start of this one."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id(22)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), unique=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    means: Mapped[str] = mapped_column(Key(8))
    state: Mapped[str] = mapped_column(Key(10), default="waiting")
    run: Mapped[int] = mapped_column(Integer, default=1)
    percent: Mapped[int] = mapped_column(Integer, default=0)  # of what another program fetches for us
    tag: Mapped[str] = mapped_column(String(TAG_LENGTH), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("means IN ('file', 'page')", name="means"),
        Index("ix_import_person", "person_id", "created_at"),
    )

    @property
    def is_under_way(self) -> bool:
        """Whether somebody works on it, or will."""
        return self.state in UNDER_WAY

    @property
    def host(self) -> str:
        """Where it comes from, as people read it."""
        return self.address.split("/")[2] if self.address.count("/") > 1 else self.address
