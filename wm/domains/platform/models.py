"""The audit log, written once and never changed, and the deeds that wait for a second person."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

REASON_LENGTH = 300
PROPOSALS = ("asked", "agreed", "dropped", "expired")


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


class Proposal(Base):
    """A deed that takes two people: asked for by one, done when another agrees, worth nothing after `expires_at`.

    `words` say what it is, `args` (JSON) is all that the deed needs, `before` (JSON) what stood when it was asked for."""

    __tablename__ = "proposal"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    kind: Mapped[str] = mapped_column(Key(32))
    subject: Mapped[str] = mapped_column(Key(64))
    words: Mapped[str] = mapped_column(String(REASON_LENGTH))
    args: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text, default="{}")
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    state: Mapped[str] = mapped_column(Key(16), default="asked")
    asked_by: Mapped[int] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(BigInteger)
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    __table_args__ = (
        CheckConstraint(f"state IN {PROPOSALS}", name="state"),
        CheckConstraint("state <> 'agreed' OR answered_by <> asked_by", name="two"),
        Index("ix_proposal_state", "state", "id"),
        Index("ix_proposal_subject", "subject", "id"),
    )

    @property
    def waits(self) -> bool:
        """Whether a second person can still agree."""
        return self.state == "asked" and self.expires_at > clock.now()
