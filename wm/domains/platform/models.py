"""The audit log: who did what to which thing; written once, never changed."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, row_id

REASON_LENGTH = 300


class Audit(Base):
    """One act; it names people and things by row id without a foreign key, since it outlives them."""

    id: Mapped[int] = row_id()
    event: Mapped[str] = mapped_column(Key(48))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[str] = mapped_column(Key(64))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    details: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_audit_target", "target", "id"), Index("ix_audit_actor", "actor_id", "id"))
