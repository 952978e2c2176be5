"""Tables of playlists: films in an order that a person gave them."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

TITLE_LENGTH = 120
DESCRIPTION_LENGTH = 2000
VISIBILITIES = ("public", "unlisted", "private")


class Playlist(Base):
    """A person's list of films; one of each person's `is_watch_later`, the others say nothing there."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(Key(10), default="private")
    is_watch_later: Mapped[bool | None] = mapped_column(Boolean)
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person = relationship("Person", lazy="raise")

    __table_args__ = (
        CheckConstraint(f"visibility IN {VISIBILITIES}", name="visibility"),
        UniqueConstraint("person_id", "is_watch_later", name="uq_playlist_person_id_is_watch_later"),
        Index("ix_playlist_person", "person_id", "removed_at", "visibility", "id"),
    )

    def belongs_to(self, person) -> bool:
        """Whether `person` made this."""
        return person.id is not None and self.person_id == person.id


class PlaylistItem(Base):
    """A film in a playlist; lower positions come first."""

    id: Mapped[int] = row_id()
    playlist_id: Mapped[int] = mapped_column(ForeignKey("playlist.id", ondelete="CASCADE"))
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("playlist_id", "content_id", name="uq_playlist_item_playlist_id_content_id"),
        Index("ix_playlist_item_order", "playlist_id", "position", "id"),
        Index("ix_playlist_item_content", "content_id"),
    )
