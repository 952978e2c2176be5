"""Tables of discount codes and their uses."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

CODE_KINDS = ("percent", "fixed")
WORD_LENGTH = 32


class Code(Base):
    """A word that makes the pieces of one creator cheaper: by `amount` per cent, or by `amount` minor units.

    `most` is how often it counts in all and `most_each` for one buyer (None: always); it counts from `starts_at` until
    `ends_at`, and not once it is stopped. With `is_for_all` it is for everything of its maker, else for its CodePiece rows."""

    __tablename__ = "discount_code"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    maker_id: Mapped[int] = mapped_column(BigInteger)
    word: Mapped[str] = mapped_column(Key(WORD_LENGTH))
    kind: Mapped[str] = mapped_column(Key(8))
    amount: Mapped[int] = mapped_column(BigInteger)
    most: Mapped[int | None] = mapped_column(Integer)
    most_each: Mapped[int | None] = mapped_column(Integer)
    is_for_all: Mapped[bool] = mapped_column(Boolean, default=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    stopped_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {CODE_KINDS}", name="kind"),
        CheckConstraint("amount > 0 AND (kind = 'fixed' OR amount <= 100)", name="amount"),
        CheckConstraint("most > 0", name="most"),
        CheckConstraint("most_each > 0", name="most_each"),
        UniqueConstraint("maker_id", "word", name="uq_discount_code_word"),
    )

    def saves(self, price: int) -> int:
        """Return how much of `price` (minor units) it takes away, never more than all of it."""
        return price * self.amount // 100 if self.kind == "percent" else min(price, self.amount)


class CodePiece(Base):
    """One of the pieces that a code is for."""

    __tablename__ = "discount_code_piece"

    code_id: Mapped[int] = mapped_column(ForeignKey("discount_code.id", ondelete="CASCADE"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)


class CodeUse(Base):
    """One order that a code made cheaper by `saved`; it counts while the order has not failed."""

    __tablename__ = "discount_code_use"

    id: Mapped[int] = row_id()
    code_id: Mapped[int] = mapped_column(ForeignKey("discount_code.id"))
    sale_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    saved: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("saved > 0", name="saved"),
        Index("ix_discount_code_use_code", "code_id", "buyer_id"),
    )
