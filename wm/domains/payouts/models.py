"""The tables of payouts: where to, how much, when by itself, who decided, and what creators object to."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

WAYS = ("bank", "sandbox", "stripe")  # the gateways that pay out, by the names that payments knows them by
STATES = ("requested", "review", "approved", "sent", "settled", "bounced", "refused", "cancelled")
OPEN = ("requested", "review", "approved", "sent")
CANCELLABLE = ("requested", "review")
FLAGS = ("large", "often", "new_target", "case")
RHYTHMS = ("hand", "week", "month")
DEEDS = ("approve", "send_now", "settled", "bounced")
WORDS_LENGTH = 2000
WHY_LENGTH = 300
NAME_LENGTH = 70  # what a bank's form takes


class PayoutTarget(Base):
    """Where a creator's money goes: `sealed` is the account, encrypted; `shown` is what may be seen of it.

    Nothing is sent there before `usable_at`. A removed one stays as a row: withdrawals name it."""

    __tablename__ = "payout_target"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(Key(16))
    shown: Mapped[str] = mapped_column(String(80))
    sealed: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(Key(64))
    usable_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"way IN {WAYS}", name="way"),
        Index("ix_payout_target_person", "person_id", "removed_at"),
        Index("ix_payout_target_mark", "mark"),
    )

    @property
    def rests(self) -> bool:
        """Whether it is too new for money to go there."""
        return self.usable_at > clock.now()


class Withdrawal(Base):
    """Money that a creator asked to be sent; it is held in the books from the first moment (minor units).

    `flags` are why somebody has to look at it, `why` is the reason of whoever refused it or of the bank. `attempt_ref`
    names the attempt of payments that carries it."""

    __tablename__ = "payout_withdrawal"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    key: Mapped[str] = mapped_column(Key(64), unique=True)
    person_id: Mapped[int] = mapped_column(BigInteger)
    target_id: Mapped[int] = mapped_column(ForeignKey("payout_target.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    state: Mapped[str] = mapped_column(Key(16), default="requested")
    flags: Mapped[str] = mapped_column(Key(64), default="")
    why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    period: Mapped[str | None] = mapped_column(Key(16))
    attempt_ref: Mapped[str] = mapped_column(Key(32), default="")
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sends_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("amount > 0", name="amount"),
        UniqueConstraint("person_id", "period"),
        Index("ix_payout_withdrawal_person", "person_id", "id"),
        Index("ix_payout_withdrawal_state", "state", "id"),
    )

    @property
    def hold_key(self) -> str:
        """The key of its hold in the books, and of its payout, for ever."""
        return f"withdrawal:{self.public_id}"

    @property
    def subject(self) -> str:
        """What the books call it."""
        return f"withdrawal:{self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether its money has neither arrived nor come back."""
        return self.state in OPEN

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it is not on its way yet."""
        return self.state in CANCELLABLE


class PayoutSchedule(Base):
    """How often a creator's available money is sent by itself, and where to."""

    __tablename__ = "payout_schedule"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    rhythm: Mapped[str] = mapped_column(Key(16), default="hand")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("payout_target.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    __table_args__ = (CheckConstraint(f"rhythm IN {RHYTHMS}", name="rhythm"),)


class PayoutDispute(Base):
    """What a creator objects to, with the books as they stood then (`snapshot`, JSON)."""

    __tablename__ = "payout_dispute"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    key: Mapped[str] = mapped_column(Key(64), unique=True)
    person_id: Mapped[int] = mapped_column(BigInteger)
    withdrawal_id: Mapped[int | None] = mapped_column(ForeignKey("payout_withdrawal.id"))
    snapshot: Mapped[str] = mapped_column(Text)
    case_ref: Mapped[str] = mapped_column(Key(16), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_payout_dispute_person", "person_id", "id"),
        Index("ix_payout_dispute_open", "closed_at", "id"),
    )


class PayoutNote(Base):
    """One message of the thread about a dispute."""

    __tablename__ = "payout_note"

    id: Mapped[int] = row_id()
    dispute_id: Mapped[int] = mapped_column(ForeignKey("payout_dispute.id"))
    author_id: Mapped[int] = mapped_column(BigInteger)
    is_staff: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_payout_note_dispute", "dispute_id", "id"),)
