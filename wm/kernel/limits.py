"""Attempt counters in the database: they hold when Redis does not."""

import hashlib
from datetime import timedelta

from sqlalchemy import Index, Integer, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, db, ignoring_duplicates, row_id, transaction
from wm.kernel.errors import TooMany


class Attempt(Base):
    """How often something was tried in one window of time; `name` is a hash, `window` its number."""

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(Key(64))
    window: Mapped[int] = mapped_column(Id)
    count: Mapped[int] = mapped_column(Integer, default=0)
    ends: Mapped[int] = mapped_column(Id)

    __table_args__ = (Index("uq_attempt_name_window", "name", "window", unique=True), Index("ix_attempt_ends", "ends"))


def spend(name: str, limit: int, seconds: int, message: str | None = None) -> None:
    """Count one try of `name`, in a transaction of its own that stays whatever happens next.

    Ends the present transaction: call it before anything is written. Raises TooMany (429) past `limit` tries in
    a window of `seconds`."""
    now = int(clock.now().timestamp())
    window, left = now // seconds, seconds - now % seconds
    if _counted(hashlib.sha256(f"{name}/{seconds}".encode()).hexdigest(), window, now + left) > limit:
        raise TooMany(message, retry_after=left)


def _counted(name: str, window: int, ends: int) -> int:
    mine = (Attempt.name == name) & (Attempt.window == window)
    with transaction():
        db.session.execute(ignoring_duplicates(insert(Attempt)).values(name=name, window=window, count=0, ends=ends))
        db.session.execute(update(Attempt).where(mine).values(count=Attempt.count + 1))
        return db.session.scalar(select(Attempt.count).where(mine))


def forget_old() -> None:
    """Delete the counters of windows that ended an hour ago, in the present transaction."""
    hour_ago = int((clock.now() - timedelta(hours=1)).timestamp())
    db.session.execute(delete(Attempt).where(Attempt.ends < hour_ago))
