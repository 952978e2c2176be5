"""Tables of who follows, blocks and mutes whom."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, row_id


class Follow(Base):
    """`follower_id` wants to hear of what `followed_id` publishes."""

    id: Mapped[int] = row_id()
    follower_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    followed_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("follower_id", "followed_id", name="uq_follow_follower_id_followed_id"),
        CheckConstraint("follower_id <> followed_id", name="somebody_else"),
        Index("ix_follow_back", "followed_id", "id"),
        Index("ix_follow_recent", "follower_id", "id"),
    )


class Block(Base):
    """Neither sees anything of the other, on any surface."""

    id: Mapped[int] = row_id()
    blocker_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("blocker_id", "blocked_id", name="uq_block_blocker_id_blocked_id"),
        CheckConstraint("blocker_id <> blocked_id", name="somebody_else"),
        Index("ix_block_back", "blocked_id", "id"),
    )


class Mute(Base):
    """`muter_id` does not want `muted_id` in feeds and notifications; nobody else learns of it."""

    id: Mapped[int] = row_id()
    muter_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    muted_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("muter_id", "muted_id", name="uq_mute_muter_id_muted_id"),
        CheckConstraint("muter_id <> muted_id", name="somebody_else"),
        Index("ix_mute_back", "muted_id", "id"),
    )
