"""Tables of what happens after a sale: how it stands, what went back, who asked, and what banks dispute."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects.mysql import MEDIUMTEXT
from sqlalchemy.orm import Mapped, mapped_column

from wm.domains.refunds.machine import CARD
from wm.domains.refunds.machine import STATES as SALE_STATES
from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

WAYS = ("wallet", "card")
ROLES = ("promise", "seller", "staff")
WISHES = ("asked", "raised", "granted", "declined", "withdrawn")
DISPUTES = ("open", "won", "lost")
WORDS_LENGTH = 600
TITLE_LENGTH = 140
KEY_LENGTH = 80
NO_DISPUTE = tuple(state for state in SALE_STATES if state != "new")


class Aftermath(Base):
    """How one paid thing stands after it was sold; the row is made when something happens to it for the first time.

    It says by itself what it is about. `gross` is what was paid (minor units), `refunded` what refunds have given back of
    it; money that a dispute has taken is not in that."""

    __tablename__ = "aftermath"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"), unique=True)
    source: Mapped[str] = mapped_column(Key(16))
    source_ref: Mapped[str] = mapped_column(Key(40))
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    seller_id: Mapped[int] = mapped_column(BigInteger)
    content_id: Mapped[int | None] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    currency: Mapped[str] = mapped_column(Key(3))
    gross: Mapped[int] = mapped_column(BigInteger)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(Key(20), default="sold")
    sold_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint(f"state IN {NO_DISPUTE}", name="state"),
        CheckConstraint("gross > 0 AND refunded >= 0 AND refunded <= gross", name="refunded"),
        UniqueConstraint("source", "source_ref"),
        Index("ix_aftermath_seller", "seller_id", "id"),
    )


class Refund(Base):
    """One time that money of a sale went back to its buyer: to the wallet at once, or through it to their card.

    `card` says how far it is on its way to a card; `attempt_id` is the payment attempt that carries it. `by_role` says
    who gave it: the creator's promise, the creator, or staff. `key` makes a form that is sent twice count once."""

    __tablename__ = "refund"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH), unique=True)
    aftermath_id: Mapped[int] = mapped_column(ForeignKey("aftermath.id"))
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    seller_id: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(Key(8), default="wallet")
    card: Mapped[str] = mapped_column(Key(10), default="none")
    attempt_id: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    by_role: Mapped[str] = mapped_column(Key(8))
    by_id: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    why: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(f"way IN {WAYS}", name="way"),
        CheckConstraint(f"card IN {CARD}", name="card"),
        CheckConstraint(f"by_role IN {ROLES}", name="by_role"),
        Index("ix_refund_aftermath", "aftermath_id", "id"),
        Index("ix_refund_buyer", "buyer_id", "id"),
        Index("ix_refund_seller", "seller_id", "id"),
        Index("ix_refund_attempt", "attempt_id"),
    )


class Wish(Base):
    """A buyer asks for money back: `asked` of the creator until `due_at`, then or after a no `raised` to the staff.

    `slot` is 1 while it waits for an answer and NULL afterwards, so that one wish about one sale waits at a time."""

    __tablename__ = "refund_wish"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    aftermath_id: Mapped[int] = mapped_column(ForeignKey("aftermath.id"))
    slot: Mapped[int | None] = mapped_column(Integer, default=1)
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    seller_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Key(10), default="asked")
    way: Mapped[str] = mapped_column(Key(8), default="wallet")
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    answer: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    answered_by: Mapped[int | None] = mapped_column(BigInteger)
    is_final: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN {WISHES}", name="state"),
        CheckConstraint(f"way IN {WAYS}", name="way"),
        UniqueConstraint("aftermath_id", "slot"),
        Index("ix_refund_wish_seller", "seller_id", "slot", "id"),
        Index("ix_refund_wish_due", "state", "due_at"),
        Index("ix_refund_wish_buyer", "buyer_id", "id"),
    )


class Dispute(Base):
    """A bank has taken a payment back for its holder, until it is decided who is right.

    The whole `amount` waits in escrow: `from_sale` of it came out of what was sold, `from_wallet` out of the buyer's
    wallet, and `from_site` the site had to add. `return_id` is the earnings' note of what was taken there."""

    __tablename__ = "dispute"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    gateway: Mapped[str] = mapped_column(Key(16))
    gateway_ref: Mapped[str] = mapped_column(Key(120))
    attempt_id: Mapped[int | None] = mapped_column(BigInteger)
    aftermath_id: Mapped[int | None] = mapped_column(ForeignKey("aftermath.id"))
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    seller_id: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(Key(3))
    from_sale: Mapped[int] = mapped_column(BigInteger, default=0)
    from_wallet: Mapped[int] = mapped_column(BigInteger, default=0)
    from_site: Mapped[int] = mapped_column(BigInteger, default=0)
    return_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Key(8), default="open")
    reason: Mapped[str] = mapped_column(String(120), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    evidence_by: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN {DISPUTES}", name="state"),
        CheckConstraint("amount > 0 AND fee >= 0", name="amount"),
        CheckConstraint("from_sale >= 0 AND from_wallet >= 0 AND from_site >= 0", name="parts"),
        CheckConstraint("amount = from_sale + from_wallet + from_site", name="whole"),
        UniqueConstraint("gateway", "gateway_ref"),
        Index("ix_dispute_state", "state", "id"),
        Index("ix_dispute_aftermath", "aftermath_id", "id"),
        Index("ix_dispute_buyer", "buyer_id", "id"),
    )


class Evidence(Base):
    """What was known of a dispute when it opened: the pack as canonical JSON, and its SHA-256; written once."""

    __tablename__ = "dispute_evidence"

    id: Mapped[int] = row_id()
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"), unique=True)
    facts: Mapped[str] = mapped_column(Text().with_variant(MEDIUMTEXT(), "mysql"))
    hash: Mapped[str] = mapped_column(Key(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
