"""The table of views by day."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel.db import Base, Id


class ViewDay(Base):
    """How often a piece was viewed on one day (UTC); kept for a little more than a year."""

    content_id: Mapped[int] = mapped_column(
        Id, ForeignKey("content.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    views: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (CheckConstraint("views >= 0", name="views"), Index("ix_view_day_day", "day"))
