"""Tables of the store: what waits to be deleted, how much lies where, what was found astray, and who carries it."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

PLACE_LENGTH, STORED_LENGTH = 200, 80
REASON_LENGTH = 200
KINDS = ("raw", "published", "pictures", "images", "files", "processing", "other")


class Deletion(Base):
    """Something that goes at `due_at`, and can be taken back until then; `place` ending in / means all that lies below.

    `undo` (JSON) is what has to be put back with it, for whoever asked."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    place: Mapped[str] = mapped_column(Key(PLACE_LENGTH))
    reason: Mapped[str] = mapped_column(Key(32))
    subject: Mapped[str] = mapped_column(Key(64), default="")
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    undo: Mapped[str] = mapped_column(Text, default="{}")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    __table_args__ = (
        CheckConstraint("done_at IS NULL OR taken_back_at IS NULL", name="end"),
        Index("ix_deletion_due", "done_at", "taken_back_at", "due_at"),
        Index("ix_deletion_subject", "subject", "id"),
        Index("ix_deletion_place", "place"),
    )

    @property
    def waits(self) -> bool:
        """Whether it can still be taken back."""
        return self.done_at is None and self.taken_back_at is None


class StoredPlace(Base):
    """How much lies in one folder of the store ("published/<film key>"), counted when the store was last walked through."""

    place: Mapped[str] = mapped_column(Key(STORED_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(Key(16))
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    objects: Mapped[int] = mapped_column(Integer, default=0)
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_stored_place_kind", "kind", "bytes"),)


class Stray(Base):
    """An object that nobody knows, or a row whose object is missing; it goes from here once that is no longer so."""

    place: Mapped[str] = mapped_column(Key(PLACE_LENGTH), primary_key=True)
    what: Mapped[str] = mapped_column(Key(8))
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    first_seen: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("what IN ('object', 'row', 'draft')", name="what"),)


class Sweep(Base):
    """One walk through the store and the rows beside it, and what it found."""

    id: Mapped[int] = row_id()
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    objects: Mapped[int] = mapped_column(Integer, default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    strays: Mapped[int] = mapped_column(Integer, default=0)
    stray_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    missing: Mapped[int] = mapped_column(Integer, default=0)
    drafts: Mapped[int] = mapped_column(Integer, default=0)
    queued: Mapped[int] = mapped_column(Integer, default=0)


class Carrier(Base):
    """Whether the CDN is well: one row. So many checks in a row decide."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    is_healthy: Mapped[bool] = mapped_column(Boolean, default=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    successes: Mapped[int] = mapped_column(Integer, default=0)
    checked_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")


class Move(Base):
    """A copy of everything into another store; `place` is the key up to which the present walk has come.

    `target` (sealed) says how the other store is reached, `words` what people may know of it."""

    __tablename__ = "store_move"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    words: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Key(8), default="working")
    walk: Mapped[int] = mapped_column(Integer, default=1)
    place: Mapped[str] = mapped_column(Key(PLACE_LENGTH), default="")
    seen: Mapped[int] = mapped_column(Integer, default=0)
    copied: Mapped[int] = mapped_column(Integer, default=0)
    copied_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)  # copied in the present walk
    error: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("state IN ('working', 'done', 'failed', 'stopped')", name="state"),)


class RuleRun(Base):
    """A rule that an admin applied: which films it took, and how far it is."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    rule: Mapped[str] = mapped_column(Key(16))
    words: Mapped[str] = mapped_column(String(300))
    args: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Key(8), default="working")
    films: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_by: Mapped[int] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("state IN ('working', 'done', 'undone')", name="state"),)
