"""Tables of the market: offers, which never change, and sales."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

OFFERS = ("unlock", "rental")
KINDS = ("unlock", "rental", "gift", "bundle")
STATES = ("pending", "paid", "failed", "cancelled", "refunded", "disputed")
RENTAL_HOURS = 48
TITLE_LENGTH = 120
POLICY_LENGTH = 500
WHY_LENGTH = 300


class Offer(Base):
    """One price of one piece, in minor units: to keep it, or to have it for `hours`.

    An offer never changes: another price is another row, and the one before gets `ended_at`. So whoever looks at a price
    buys at that price or not at all. With `is_floor` the buyer names the price, from `amount` on. `slot` is the kind while
    it is live and NULL afterwards, so that a piece has one live offer of each kind."""

    __tablename__ = "offer"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    maker_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Key(10))
    slot: Mapped[str | None] = mapped_column(Key(10))
    amount: Mapped[int] = mapped_column(BigInteger)
    is_floor: Mapped[bool] = mapped_column(Boolean, default=False)
    hours: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {OFFERS}", name="kind"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(kind = 'rental') = (hours IS NOT NULL)", name="hours"),
        UniqueConstraint("content_id", "slot", name="uq_offer_live"),
        Index("ix_offer_maker", "maker_id", "ended_at", "id"),
    )


class Sale(Base):
    """One thing that somebody buys: an order while it is `pending`, a receipt once it is `paid`.

    It says by itself what was sold, by whom and under which policy, however piece and people change; ids of people and
    pieces are no foreign keys, for books outlive both. `amount` is 0 when a code took all of the price away: then no money moves. `payment_ref` is the attempt that brought the money, if it came
    from outside; `why` says what stood in the way of an order that failed."""

    __tablename__ = "sale"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    key: Mapped[str] = mapped_column(Key(80), unique=True)
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    seller_id: Mapped[int] = mapped_column(BigInteger)
    content_id: Mapped[int | None] = mapped_column(BigInteger)
    offer_id: Mapped[int | None] = mapped_column(BigInteger)
    bundle_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Key(10))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    amount: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(Key(3))
    hours: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Key(10), default="pending")
    code: Mapped[str] = mapped_column(Key(32), default="")
    policy: Mapped[str] = mapped_column(String(POLICY_LENGTH), default="")
    paid_with: Mapped[str] = mapped_column(Key(16), default="wallet")
    payment_ref: Mapped[str] = mapped_column(Key(22), default="")
    why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    paid_at: Mapped[datetime | None]
    until: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("amount >= 0 AND tax >= 0 AND (tax < amount OR amount = 0)", name="amount"),
        CheckConstraint("state <> 'paid' OR paid_at IS NOT NULL", name="paid_at"),
        Index("ix_sale_buyer", "buyer_id", "id"),
        Index("ix_sale_seller", "seller_id", "paid_at", "id"),
        Index("ix_sale_content", "content_id", "state"),
    )

    @property
    def is_paid(self) -> bool:
        """Whether it was paid, and nothing of it is undone."""
        return self.state == "paid"
