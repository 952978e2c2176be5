"""How much each film weighs in the store."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base


class FilmWeight(Base):
    """Bytes of one film: its original, what was made of it, and both; counted once it is ready, and every night."""

    film_id: Mapped[int] = mapped_column(
        ForeignKey("film.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    raw: Mapped[int] = mapped_column(BigInteger, default=0)
    published: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_film_weight_total", "total", "film_id"),)
