"""The table of tips."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

WORDS_LENGTH = 200
THANKS_LENGTH = 200
KEY_LENGTH = 60
OFFERED = (200, 500, 1000)  # minor units
SHOWN = ("creator", "public", "nobody")  # who learns whose tip it is


class Tip(Base):
    """What one person gave another, in minor units; the money itself stands in the books under `tip:<public_id>`.

    `shown` says who may know: the creator, everybody who opens the piece, or nobody. With `comment_id` it is for what
    somebody said there, under the piece. People, pieces and comments are row ids without a foreign key: what was given outlives them."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH), unique=True)
    from_id: Mapped[int] = mapped_column(BigInteger)
    to_id: Mapped[int] = mapped_column(BigInteger)
    content_id: Mapped[int | None] = mapped_column(BigInteger)
    comment_id: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    shown: Mapped[str] = mapped_column(Key(10), default="creator")
    thanks: Mapped[str] = mapped_column(String(THANKS_LENGTH), default="")
    hearted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("from_id <> to_id", name="somebody_else"),
        CheckConstraint(f"shown IN {SHOWN}", name="shown"),
        Index("ix_tip_received", "to_id", "id"),
        Index("ix_tip_given", "from_id", "id"),
        Index("ix_tip_lately", "from_id", "created_at"),
        Index("ix_tip_shown", "content_id", "shown", "id"),
        Index("ix_tip_comment", "comment_id", "id"),
        Index("ix_tip_page", "to_id", "shown", "id"),
    )

    @property
    def is_anonymous(self) -> bool:
        """Whether not even the creator learns whose it is."""
        return self.shown == "nobody"

    @property
    def is_answered(self) -> bool:
        """Whether the creator has said thank you, in words or with a heart."""
        return bool(self.thanks or self.hearted_at)
