"""Tables of what people do with pieces: watching, being counted as a viewer, liking, saving."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

VIEWER_LENGTH = 44
NAME_LENGTH = 60


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


class HistoryPause(Base):
    """A person who keeps no places in films since a moment, until the row is gone."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)


class Like(Base):
    """A person likes a piece."""

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("content_id", "person_id", name="uq_like_content_id_person_id"),
        Index("ix_like_person", "person_id", "id", "content_id"),
    )


class Collection(Base):
    """A named place for what a person saves; one of each person's `is_default`, the others say nothing there."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_default: Mapped[bool | None] = mapped_column(Boolean)
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("person_id", "is_default", name="uq_collection_person_id_is_default"),
        Index("ix_collection_person", "person_id", "removed_at", "position", "id"),
    )


class Save(Base):
    """A piece in a collection; `person_id` is the collection's own."""

    id: Mapped[int] = row_id()
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("collection_id", "content_id", name="uq_save_collection_id_content_id"),
        Index("ix_save_content", "content_id", "person_id", "collection_id"),
        Index("ix_save_person", "person_id", "content_id", "id"),
    )


class Tally(Base):
    """A change of likes or saves (+1, -1, 0: look again) that the counts on its piece don't hold yet."""

    id: Mapped[int] = row_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    likes: Mapped[int] = mapped_column(SmallInteger, default=0)
    saves: Mapped[int] = mapped_column(SmallInteger, default=0)

    __table_args__ = (Index("ix_tally_person", "person_id", "content_id"), Index("ix_tally_content", "content_id"))
