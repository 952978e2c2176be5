"""Tables of watching: where a person stopped in a film, and who was counted as its viewer when."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel.db import Base, Key, row_id

VIEWER_LENGTH = 44


class Watch(Base):
    """How far a person watched one film; `part` is the percentage of it that lies behind."""

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    position_ms: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[int] = mapped_column(SmallInteger)
    finished: Mapped[bool] = mapped_column(Boolean)
    updated_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("person_id", "content_id", name="uq_watch_person_id_content_id"),
        CheckConstraint("position_ms >= 0", name="position_ms"),
        CheckConstraint("part >= 0 AND part <= 100", name="part"),
        Index("ix_watch_history", "person_id", "updated_at", "id"),
    )


class View(Base):
    """One viewer of one film: what the server saw of the playing, and when it was last counted.

    `viewer` is no name and no address (see audience.py); rows are forgotten once their window is over."""

    id: Mapped[int] = row_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    viewer: Mapped[str] = mapped_column(Key(VIEWER_LENGTH))
    position_ms: Mapped[int] = mapped_column(BigInteger)
    is_playing: Mapped[bool] = mapped_column(Boolean)
    watched_ms: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime]
    counted_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("content_id", "viewer", name="uq_view_content_id_viewer"),
        CheckConstraint("watched_ms >= 0", name="watched_ms"),
        Index("ix_view_last_at", "last_at"),
    )
