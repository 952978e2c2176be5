"""Tables of bundles and gifts, and of the parts that one payment is divided over."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.domains.market.models import TITLE_LENGTH
from wm.kernel import clock, ids
from wm.kernel.db import Base, Key, public_id, row_id

BUNDLE_WORDS = 1000
MESSAGE_LENGTH = 500
MAIL_LENGTH = 254
TOKEN_LENGTH = 22
GIFT_STATES = ("ordered", "sent", "claimed", "returned")


class Bundle(Base):
    """Several pieces of one creator at one price. `revision` is another one after every change of price or pieces,
    so that whoever looks at it buys what they see or nothing."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    maker_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    words: Mapped[str] = mapped_column(String(BUNDLE_WORDS), default="")
    amount: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[str] = mapped_column(Key(11), default=ids.new)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_bundle_maker", "maker_id", "closed_at", "id"),
        Index("ix_bundle_open", "closed_at", "id"),
    )


class BundlePiece(Base):
    """One piece of a bundle."""

    __tablename__ = "bundle_piece"

    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id", ondelete="CASCADE"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_bundle_piece_content", "content_id", "bundle_id"),)


class SalePart(Base):
    """What of the money of a bundle is for one of its pieces, as it was divided when it was sold."""

    __tablename__ = "sale_part"

    id: Mapped[int] = row_id()
    sale_id: Mapped[int] = mapped_column(BigInteger)
    n: Mapped[int] = mapped_column(Integer)
    content_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    amount: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger, default=0)

    __table_args__ = (
        CheckConstraint("amount >= 0 AND tax >= 0 AND tax <= amount", name="amount"),
        UniqueConstraint("sale_id", "n", name="uq_sale_part_n"),
        Index("ix_sale_part_content", "content_id"),
    )


class Gift(Base):
    """A sale that somebody else opens: whoever brings its `token`, or, when it names one, that person alone.

    It is `ordered` until its money is there, and nobody hears of it."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    token: Mapped[str] = mapped_column(Key(TOKEN_LENGTH), unique=True, default=lambda: ids.new(TOKEN_LENGTH))
    sale_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    buyer_id: Mapped[int] = mapped_column(BigInteger)
    recipient_id: Mapped[int | None] = mapped_column(BigInteger)
    mail: Mapped[str] = mapped_column(String(MAIL_LENGTH), default="")
    message: Mapped[str] = mapped_column(String(MESSAGE_LENGTH), default="")
    state: Mapped[str] = mapped_column(Key(8), default="sent")
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    claimed_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN {GIFT_STATES}", name="state"),
        CheckConstraint("state <> 'claimed' OR (recipient_id IS NOT NULL AND claimed_at IS NOT NULL)", name="claimed"),
        Index("ix_gift_buyer", "buyer_id", "id"),
        Index("ix_gift_recipient", "recipient_id", "state"),
    )
