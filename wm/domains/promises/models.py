"""The table of promises; a row never changes, another promise is another row."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, row_id

DAYS = (0, 7, 14, 30)
PARTS = (10, 25, 50, 100)  # per cent of a film; 100: however much was watched
STANDARD_DAYS, STANDARD_PART = 14, 25


class Promise(Base):
    """Within how many days a creator gives money back without a question (0: every wish is answered by a person).

    Not after `part` per cent of a film were watched (100: no such limit), nor, with `is_until_download`, after a file
    was downloaded."""

    __tablename__ = "refund_promise"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    days: Mapped[int] = mapped_column(Integer, default=STANDARD_DAYS)
    part: Mapped[int] = mapped_column(Integer, default=STANDARD_PART)
    is_until_download: Mapped[bool] = mapped_column(Boolean, default=True)
    from_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint(f"days IN {DAYS}", name="days"),
        CheckConstraint("part > 0 AND part <= 100", name="part"),
        Index("ix_refund_promise_person", "person_id", "from_at"),
    )
