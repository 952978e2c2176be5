"""What creators earn, sale by sale; what of it went back; and the dated table of the site's share."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

SOURCES = ("sale", "tip", "membership", "reward")
RATE_WORDS = 300
WHY_LENGTH = 300


class Earning(Base):
    """One time that somebody paid for a creator's work, in minor units.

    `gross` is what was paid and `tax` the part of it that is owed to a tax office. `fee` is the site's part and `share`
    the creator's, known once it is settled; `returned` is how much of `gross` went back since."""

    __tablename__ = "earning"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    seller_id: Mapped[int] = mapped_column(BigInteger)
    payer_id: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Key(16))
    source_ref: Mapped[str] = mapped_column(Key(40))
    content_id: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    gross: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger, default=0)
    fee: Mapped[int | None] = mapped_column(BigInteger)
    share: Mapped[int | None] = mapped_column(BigInteger)
    returned: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(Key(16), default="pending")
    journal: Mapped[str] = mapped_column(Key(22))
    held_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    held_until: Mapped[datetime | None]
    sold_at: Mapped[datetime] = mapped_column(default=clock.now)
    settles_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        CheckConstraint("state IN ('pending', 'settled')", name="state"),
        CheckConstraint("gross > 0 AND tax >= 0 AND tax < gross", name="gross"),
        CheckConstraint("returned >= 0 AND returned <= gross", name="returned"),
        CheckConstraint("state = 'pending' OR fee + share = gross - tax - returned_before", name="parts"),
        UniqueConstraint("source", "source_ref"),
        Index("ix_earning_due", "state", "settles_at"),
        Index("ix_earning_seller", "seller_id", "sold_at", "id"),
        Index("ix_earning_content", "content_id", "sold_at"),
    )

    returned_before: Mapped[int] = mapped_column(BigInteger, default=0)  # net that had gone back when it was settled

    @property
    def net(self) -> int:
        """What was paid without tax."""
        return self.gross - self.tax

    @property
    def is_held(self) -> bool:
        """Whether it waits for something other than its time."""
        return bool(self.held_why) and (self.held_until is None or self.held_until > clock.now())

    @property
    def left(self) -> int:
        """What of the gross amount has not gone back."""
        return self.gross - self.returned


class Return(Base):
    """One time that something went back: how much of the gross amount, and out of whose part."""

    __tablename__ = "earning_return"

    id: Mapped[int] = row_id()
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"))
    key: Mapped[str] = mapped_column(Key(80), unique=True)
    reason: Mapped[str] = mapped_column(Key(16))
    amount: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)
    share: Mapped[int] = mapped_column(BigInteger)
    absorbed: Mapped[int] = mapped_column(BigInteger, default=0)
    journal: Mapped[str] = mapped_column(Key(22))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    restored_at: Mapped[datetime | None]  # when a dispute that had taken it was won

    __table_args__ = (
        CheckConstraint("amount > 0 AND tax >= 0 AND fee >= 0 AND share >= 0 AND absorbed >= 0", name="parts"),
        CheckConstraint("amount = tax + fee + share + absorbed", name="whole"),
        Index("ix_earning_return_earning", "earning_id", "id"),
    )


class Rate(Base):
    """The site's share of a source, in basis points, for whatever is sold from `from_at` on, until the next row."""

    __tablename__ = "earning_rate"

    id: Mapped[int] = row_id()
    source: Mapped[str] = mapped_column(Key(16))
    basis_points: Mapped[int] = mapped_column(Integer)
    from_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(RATE_WORDS), default="")
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("basis_points >= 0 AND basis_points <= 10000", name="basis_points"),
        UniqueConstraint("source", "from_at"),
    )


class ReservePlan(Base):
    """That a part of what settles for a creator rests for so many days, and why; the newest row of a person holds."""

    __tablename__ = "reserve_plan"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    basis_points: Mapped[int] = mapped_column(Integer)
    days: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH))
    created_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("basis_points >= 0 AND basis_points <= 5000 AND days > 0", name="part"),
        Index("ix_reserve_plan_person", "person_id", "id"),
    )


class ReservedShare(Base):
    """The part of one earning that rests, and until when."""

    __tablename__ = "reserved_share"

    id: Mapped[int] = row_id()
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"), unique=True)
    seller_id: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    frees_at: Mapped[datetime]
    freed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_reserved_share_due", "freed_at", "frees_at"),
        Index("ix_reserved_share_seller", "seller_id", "freed_at", "frees_at"),
    )
