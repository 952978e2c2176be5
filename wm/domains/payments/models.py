"""The tables of payments: attempts, what gateways told us, limits that people set themselves, and the bank's papers."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

KINDS = ("deposit", "refund", "payout")
STATES = ("created", "sent", "succeeded", "failed", "unknown")
ENDED = ("succeeded", "failed")
KEY_LENGTH = 80
WHY_LENGTH = 300
REFERENCE_LENGTH = 12


class PaymentAttempt(Base):
    """One try to bring money in or out through a gateway; `public_id` is the key that the gateway knows it by, for ever.

    `amount`, `fee` (the gateway's) and `refunded` (promised back of a deposit) are minor units. `unknown` is left only
    by a definite answer. `person_id` is a row id without a foreign key: books outlive people."""

    __tablename__ = "payment_attempt"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id(22)
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(Key(16))
    gateway: Mapped[str] = mapped_column(Key(16))
    person_id: Mapped[int] = mapped_column(BigInteger)
    network: Mapped[str] = mapped_column(Key(64), default="")
    amount: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger, default=0)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(Key(3))
    state: Mapped[str] = mapped_column(Key(16), default="created")
    why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    purpose: Mapped[str] = mapped_column(Key(16), default="deposit")
    purpose_ref: Mapped[str] = mapped_column(Key(64), default="")
    parent_id: Mapped[int | None] = mapped_column(BigInteger)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[str] = mapped_column(Text, default="{}")
    reference: Mapped[str | None] = mapped_column(Key(REFERENCE_LENGTH), unique=True)
    gateway_ref: Mapped[str | None] = mapped_column(Key(120))
    gateway_url: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    ask_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("fee >= 0 AND refunded >= 0 AND refunded <= amount", name="refunded"),
        UniqueConstraint("gateway", "gateway_ref"),
        Index("ix_payment_attempt_ask", "ask_at"),
        Index("ix_payment_attempt_person", "person_id", "kind", "id"),
        Index("ix_payment_attempt_network", "network", "state", "ended_at"),
        Index("ix_payment_attempt_gateway", "gateway", "state", "ended_at"),
        Index("ix_payment_attempt_batch", "batch_id"),
    )

    @property
    def has_ended(self) -> bool:
        """Whether a definite answer is here."""
        return self.state in ENDED

    @property
    def url(self) -> str:
        """The path of ours that leads on to the gateway's page; send the browser there after the commit."""
        return f"/payments/{self.public_id}/onward"

    @property
    def subject(self) -> str:
        """What the books call it."""
        return f"payment:{self.public_id}"

    @property
    def hold_key(self) -> str:
        """The key of the hold under which the money of a refund waits."""
        return f"{self.kind}:{self.public_id}"


class WebhookEvent(Base):
    """Something that a gateway told us, as it came, once for each of its ids."""

    __tablename__ = "webhook_event"

    id: Mapped[int] = row_id()
    gateway: Mapped[str] = mapped_column(Key(16))
    event_id: Mapped[str] = mapped_column(Key(120))
    kind: Mapped[str] = mapped_column(String(80), default="")
    thing: Mapped[str] = mapped_column(Key(120), default="")
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Key(16), default="stored")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    acted_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("gateway", "event_id"),
        CheckConstraint("state IN ('stored', 'acted', 'foreign')", name="state"),
        Index("ix_webhook_event_created", "created_at"),
    )


class SpendingLimit(Base):
    """What a person allows themselves per day and per month, in minor units (None: no limit), and what will hold later."""

    __tablename__ = "spending_limit"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    day: Mapped[int | None] = mapped_column(BigInteger)
    month: Mapped[int | None] = mapped_column(BigInteger)
    next_day: Mapped[int | None] = mapped_column(BigInteger)
    next_month: Mapped[int | None] = mapped_column(BigInteger)
    next_from: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(day IS NULL OR day >= 0) AND (month IS NULL OR month >= 0)", name="sums"),
        CheckConstraint("(next_day IS NULL OR next_day >= 0) AND (next_month IS NULL OR next_month >= 0)", name="next"),
    )


class BankTransfer(Base):
    """A line of the bank's statement: money that came (or went, `is_out`), and the attempt that it was for once that is known."""

    __tablename__ = "bank_transfer"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    line: Mapped[str] = mapped_column(Key(64), unique=True)
    is_out: Mapped[bool] = mapped_column(Boolean, default=False)
    booked_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    words: Mapped[str] = mapped_column(String(300), default="")
    payer: Mapped[str] = mapped_column(String(140), default="")
    attempt_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    state: Mapped[str] = mapped_column(Key(16), default="waiting")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('waiting', 'matched', 'aside')", name="state"),
        Index("ix_bank_transfer_state", "state", "id"),
    )


class BankStatement(Base):
    """A statement that the bank wrote: which days it is about, and what was on the account before and after (minor units).

    A file without sums has neither; it can bring payments in, but nothing is said of days that it leaves out."""

    __tablename__ = "bank_statement"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    name: Mapped[str] = mapped_column(String(70), default="")
    currency: Mapped[str] = mapped_column(Key(3))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    opening: Mapped[int | None] = mapped_column(BigInteger)
    closing: Mapped[int | None] = mapped_column(BigInteger)
    lines: Mapped[int] = mapped_column(Integer)
    created_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("(opening IS NULL) = (closing IS NULL)", name="sums"),
        Index("ix_bank_statement_last", "last_on", "id"),
    )


class BankBatch(Base):
    """Payouts that go to the bank in one file: `made`, then `sent` (the bank has the file), then `done`."""

    __tablename__ = "bank_batch"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    count: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    state: Mapped[str] = mapped_column(Key(16), default="made")
    created_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('made', 'sent', 'done')", name="state"),
        Index("ix_bank_batch_state", "state", "id"),
    )
