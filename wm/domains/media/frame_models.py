"""The table of frames that are wanted as posters."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key


class FrameWish(Base):
    """The frame of a film that its maker wants as the poster: the last wish counts, and `number` counts them."""

    __tablename__ = "frame_wish"

    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, default=1)
    at_ms: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Key(8), default="waiting")
    sentence: Mapped[str] = mapped_column(String(400), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
        CheckConstraint("at_ms >= 0 AND number > 0", name="at"),
    )
