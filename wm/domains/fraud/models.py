"""The table of signs of fraud."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

SIGNS = (
    "device",  # who pays and who earns sign in from one network with one browser
    "loop",  # two give each other tips
    "crowd",  # most viewers of a creator's day come from one network with one browser
    "devotion",  # viewers who watch nothing but one creator, round the clock
)
WORDS = 300


class Flag(Base):
    """One sign about one earning, `subject` being what its moves are about ("tip:AbC"): kept back until then, and why."""

    __tablename__ = "fraud_flag"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    sign: Mapped[str] = mapped_column(Key(16))
    subject: Mapped[str] = mapped_column(Key(64))
    words: Mapped[str] = mapped_column(String(WORDS))
    until: Mapped[datetime]
    state: Mapped[str] = mapped_column(Key(10), default="open")
    reason: Mapped[str] = mapped_column(String(WORDS), default="")
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("sign", "subject", name="uq_fraud_flag_once"),
        CheckConstraint(f"sign IN {SIGNS}", name="sign"),
        CheckConstraint("state IN ('open', 'released', 'refused')", name="state"),
        Index("ix_fraud_flag_person", "person_id", "state", "id"),
        Index("ix_fraud_flag_open", "state", "person_id"),
    )
