"""Tiers and what they cost, who is a member of which, and every period that was begun."""

import json
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

SITE = 0  # the `creator_id` of Pro, which is the site's own tier
TIERS = 5
NAME_LENGTH = 40
BENEFITS, BENEFIT_LENGTH = 8, 120
LEAST, MOST = 50, 1_000_000  # minor units of one period
TRIAL_DAYS = 30
COLOURS = ("marigold", "teal", "leaf", "brick", "ink")
PERIODS = {"month": 1, "year": 12}  # months
STATES = ("trial", "active", "past_due", "ended")
KINDS = ("trial", "paid", "change")
KEY_LENGTH = 64


class Tier(Base):
    """One level of membership of a creator (or Pro, of the site): what it is called, costs and promises.

    `level` says which opens more: 1 opens least, 0 stands only while two change places. `per_month` and `per_year` (None: not
    offered) are what somebody who joins today pays, in minor units; `prices` keeps what was agreed before."""

    __tablename__ = "tier"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    creator_id: Mapped[int] = mapped_column(BigInteger)
    level: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    words: Mapped[str] = mapped_column(Text, default="[]")
    colour: Mapped[str] = mapped_column(Key(16), default=COLOURS[0])
    currency: Mapped[str] = mapped_column(Key(3))
    per_month: Mapped[int] = mapped_column(BigInteger)
    per_year: Mapped[int | None] = mapped_column(BigInteger)
    trial_days: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("creator_id", "level"),
        CheckConstraint(f"level >= 0 AND level <= {TIERS}", name="level"),
        CheckConstraint("per_month > 0 AND (per_year IS NULL OR per_year > 0)", name="price"),
        CheckConstraint(f"trial_days >= 0 AND trial_days <= {TRIAL_DAYS}", name="trial_days"),
        CheckConstraint(f"colour IN {COLOURS}", name="colour"),
    )

    @property
    def benefits(self) -> list[str]:
        """What it promises, line by line."""
        return json.loads(self.words)

    @benefits.setter
    def benefits(self, lines: list[str]) -> None:
        self.words = json.dumps(lines)

    @property
    def is_open(self) -> bool:
        """Whether somebody new may join."""
        return self.closed_at is None

    @property
    def is_pro(self) -> bool:
        """Whether it is the site's own."""
        return self.creator_id == SITE

    def price(self, period: str) -> int | None:
        """Return what a period ("month" or "year") costs who joins today; None when it is not offered."""
        return self.per_month if period == "month" else self.per_year

    def belongs_to(self, person) -> bool:
        """Whether `person` made it."""
        return person.id is not None and self.creator_id == person.id


class Price(Base):
    """What a tier costs from some day on; members of longer standing pay it from their first renewal after `members_from`."""

    __tablename__ = "tier_price"

    id: Mapped[int] = row_id()
    tier_id: Mapped[int] = mapped_column(ForeignKey("tier.id", ondelete="CASCADE"))
    per_month: Mapped[int] = mapped_column(BigInteger)
    per_year: Mapped[int | None] = mapped_column(BigInteger)
    members_from: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def amount(self, period: str) -> int | None:
        """Return what a period costs by it, None when it is not offered."""
        return self.per_month if period == "month" else self.per_year

    __table_args__ = (
        CheckConstraint("per_month > 0 AND (per_year IS NULL OR per_year > 0)", name="price"),
        Index("ix_tier_price_tier", "tier_id", "id"),
    )


class Membership(Base):
    """How a person stands with a creator (or with Pro); one row for the two, however often they part and come back.

    The present period lasts from `starts_at` to `ends_at`, which lies `months` after `anchor_at`. `price_id` is the price
    that was agreed; what is to be from the next period on stands in `next_...`. `due_at` is when something happens next: a renewal, another try, the end; None once it has ended."""

    __tablename__ = "membership"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    creator_id: Mapped[int] = mapped_column(BigInteger)
    tier_id: Mapped[int] = mapped_column(ForeignKey("tier.id"))
    price_id: Mapped[int] = mapped_column(ForeignKey("tier_price.id"))
    period: Mapped[str] = mapped_column(Key(8))
    next_tier_id: Mapped[int | None] = mapped_column(ForeignKey("tier.id"))
    next_price_id: Mapped[int | None] = mapped_column(ForeignKey("tier_price.id"))
    next_period: Mapped[str | None] = mapped_column(Key(8))
    state: Mapped[str] = mapped_column(Key(12))
    number: Mapped[int] = mapped_column(Integer, default=0)
    anchor_at: Mapped[datetime]
    months: Mapped[int] = mapped_column(Integer, default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    trial_at: Mapped[datetime | None]
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(Key(12), default="")

    tier = relationship("Tier", lazy="raise_on_sql", foreign_keys=[tier_id])
    next_tier = relationship("Tier", lazy="raise_on_sql", foreign_keys=[next_tier_id])

    __table_args__ = (
        UniqueConstraint("person_id", "creator_id"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"period IN {tuple(PERIODS)}", name="period"),
        CheckConstraint(f"next_period IS NULL OR next_period IN {tuple(PERIODS)}", name="next_period"),
        CheckConstraint("state = 'ended' OR due_at IS NOT NULL", name="due_at"),
        CheckConstraint("starts_at < ends_at", name="span"),
        Index("ix_membership_due", "due_at", "id"),
        Index("ix_membership_creator", "creator_id", "state", "joined_at", "id"),
        Index("ix_membership_tier", "tier_id", "state"),
    )

    @property
    def is_live(self) -> bool:
        """Whether it opens anything, days of grace included."""
        return self.state != "ended"

    @property
    def is_pro(self) -> bool:
        """Whether it is a membership of the site."""
        return self.creator_id == SITE

    @property
    def is_paid_for(self) -> bool:
        """Whether its present period is: not after its end, in the days of grace."""
        return self.state in ("trial", "active")

    @property
    def is_leaving(self) -> bool:
        """Whether it ends with the present period."""
        return self.is_live and self.cancelled_at is not None


class Period(Base):
    """One thing that was begun under a membership: a trial, a period that was paid, or a change within one.

    `amount` is what it cost, in minor units; `key` is the one that the form carried, so that sent twice counts once."""

    __tablename__ = "membership_period"

    id: Mapped[int] = row_id()
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Key(8))
    tier_id: Mapped[int] = mapped_column(ForeignKey("tier.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    period: Mapped[str] = mapped_column(Key(8))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    key: Mapped[str | None] = mapped_column(Key(KEY_LENGTH), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("membership_id", "number"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("amount >= 0", name="amount"),
    )
