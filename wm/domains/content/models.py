"""Tables of what people publish, and the rules about one piece of it."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

TITLE_LENGTH = 120
DESCRIPTION_LENGTH = 5000
TAG_LENGTH = 30
TAGS = 12
VISIBILITIES = ("public", "unlisted", "private")


class Content(Base):
    """One piece that a person publishes; today every piece is a film.

    A draft with `publish_when_ready` is published by itself once its film plays."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    film_id: Mapped[int | None] = mapped_column(ForeignKey("film.id"), unique=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(Key(10), default="film")
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(Key(10), default="public")
    state: Mapped[str] = mapped_column(Key(10), default="draft")
    publish_when_ready: Mapped[bool] = mapped_column(Boolean, default=False)
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    person = relationship("Person", lazy="raise")
    film = relationship("Film", lazy="raise")
    category = relationship("Category", lazy="raise")
    tag_rows = relationship(
        "ContentTag", lazy="raise", cascade="all, delete-orphan", order_by="ContentTag.position", passive_deletes=True
    )

    __table_args__ = (
        CheckConstraint("kind IN ('film')", name="kind"),
        CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name="visibility"),
        CheckConstraint("state IN ('draft', 'scheduled', 'published', 'removed')", name="state"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_at"),
        CheckConstraint("state <> 'scheduled' OR publish_at IS NOT NULL", name="publish_at"),
        CheckConstraint("views >= 0", name="views"),
        Index("ix_content_listed", "state", "visibility", "published_at", "id"),
        Index("ix_content_shelf", "category_id", "state", "visibility", "published_at", "id"),
        Index("ix_content_person", "person_id", "state", "created_at", "id"),
        Index("ix_content_schedule", "state", "publish_at"),
    )

    @property
    def tags(self) -> list[str]:
        """The tags in the order in which they were given."""
        return [row.tag for row in self.tag_rows]

    @property
    def is_published(self) -> bool:
        """Whether it is out, for those who may see it."""
        return self.state == "published"

    @property
    def is_playable(self) -> bool:
        """Whether there is a film behind it that plays already."""
        return self.film is not None and self.film.is_playable

    def belongs_to(self, person) -> bool:
        """Whether `person` made this."""
        return person.id is not None and self.person_id == person.id


class ContentTag(Base):
    """One word that a piece is found by."""

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(TAG_LENGTH), primary_key=True)
    position: Mapped[int] = mapped_column(Id, default=0)

    __table_args__ = (Index("ix_content_tag_tag", "tag", "content_id"),)
