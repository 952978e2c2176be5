"""Tables of rewards: real watching and its milestones, who is eligible, and the cycles that pay."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

MILESTONES = ("start", "half", "end")
REFUSALS = ("", "creator", "young", "circle", "clock")  # why a milestone earns nothing; "" when it does
PERIOD = 7
RULE_WORDS = 300


class WatchClock(Base):
    """Up to when a viewer's time has been counted, over all films: no moment of theirs counts twice."""

    __tablename__ = "reward_clock"

    person_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    day: Mapped[date] = mapped_column(Date)
    day_ms: Mapped[int] = mapped_column(BigInteger, default=0)

    __table_args__ = (CheckConstraint("day_ms >= 0", name="day_ms"), Index("ix_reward_clock_until", "until"))


class Progress(Base):
    """How long a viewer really watched one film in one month, by the server's clock."""

    __tablename__ = "reward_progress"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    content_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str] = mapped_column(Key(PERIOD))
    watched_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    position_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    is_playing: Mapped[bool] = mapped_column(Boolean, default=False)
    last_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("person_id", "content_id", "period", name="uq_reward_progress_once"),
        CheckConstraint("watched_ms >= 0", name="watched_ms"),
        Index("ix_reward_progress_old", "period", "id"),
    )


class Milestone(Base):
    """A viewer got so far in a film, once a month; `points` are the seconds that lie behind since the one before."""

    __tablename__ = "reward_milestone"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    content_id: Mapped[int] = mapped_column(BigInteger)
    creator_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Key(8))
    period: Mapped[str] = mapped_column(Key(PERIOD))
    points: Mapped[int] = mapped_column(Integer)
    refused: Mapped[str] = mapped_column(Key(8), default="")
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("reward_cycle.id"))
    reached_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("person_id", "content_id", "name", "period", name="uq_reward_milestone_once"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint(f"name IN {MILESTONES}", name="name"),
        CheckConstraint(f"refused IN {REFUSALS}", name="refused"),
        Index("ix_reward_milestone_open", "cycle_id", "reached_at"),
        Index("ix_reward_milestone_creator", "creator_id", "reached_at"),
        Index("ix_reward_milestone_viewer", "person_id", "reached_at"),
    )


class Standing(Base):
    """Whether a creator earns rewards, by the numbers that were counted last."""

    __tablename__ = "reward_standing"

    person_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    is_eligible: Mapped[bool] = mapped_column(Boolean)
    films: Mapped[int] = mapped_column(Integer)
    followers: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    checked_at: Mapped[datetime] = mapped_column(default=clock.now)


class Cycle(Base):
    """One day whose milestones were paid, once: what the pool had, what of it was for the day, and what was paid."""

    __tablename__ = "reward_cycle"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    day: Mapped[date] = mapped_column(Date, unique=True)
    currency: Mapped[str] = mapped_column(Key(3))
    pool: Mapped[int] = mapped_column(BigInteger)
    budget: Mapped[int] = mapped_column(BigInteger)
    points: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    creators: Mapped[int] = mapped_column(Integer)
    paid_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("budget >= 0 AND budget <= pool", name="budget"),
        CheckConstraint("paid >= 0 AND paid <= budget", name="paid"),
    )


class Share(Base):
    """What one creator got of a cycle, for how many points."""

    __tablename__ = "reward_share"

    id: Mapped[int] = row_id()
    cycle_id: Mapped[int] = mapped_column(ForeignKey("reward_cycle.id"))
    creator_id: Mapped[int] = mapped_column(BigInteger)
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"))
    points: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        UniqueConstraint("cycle_id", "creator_id", name="uq_reward_share_once"),
        CheckConstraint("amount > 0 AND points > 0", name="amount"),
        Index("ix_reward_share_creator", "creator_id", "id"),
    )


class Rule(Base):
    """What a creator needs to earn rewards, from a moment on: film length in seconds, films, followers; and why."""

    __tablename__ = "reward_rule"

    id: Mapped[int] = row_id()
    long_seconds: Mapped[int] = mapped_column(Integer)
    films: Mapped[int] = mapped_column(Integer)
    followers: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(String(RULE_WORDS))
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("long_seconds > 0 AND films > 0 AND followers > 0", name="needed"),)
