"""Tables of what people publish, and the rules about one piece of it."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, false, func
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

TITLE_LENGTH = 120
DESCRIPTION_LENGTH = 5000
TAG_LENGTH = 30
TAGS = 12
BODY_LENGTH = 100_000
UPDATE_LENGTH = 2000
HEADING = 100
LongText = Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
KINDS = ("film", "article", "update", "course", "resource")
VISIBILITIES = ("public", "unlisted", "followers", "members", "private")


class Content(Base):
    """One piece that a person publishes, of any of KINDS.

    `body` is Markdown (articles), plain words (updates) or empty; `teaser` is the part of it that anybody may read while
    the rest is locked, None when all of it is free (see locking.py); `likes`, `comments`, `saves` and `reposts` are counted
    in the background and proven against the rows every night. A draft with `publish_when_ready` is published by itself once its film plays.
    The next film, made of another file, takes the place of the film once it plays (see filling.py)."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    film_id: Mapped[int | None] = mapped_column(ForeignKey("film.id"), unique=True)
    next_film_id: Mapped[int | None] = mapped_column(ForeignKey("film.id", ondelete="SET NULL"), unique=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(Key(10), default="film")
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(LongText, default="")
    teaser: Mapped[str | None] = mapped_column(LongText)
    trailer_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="SET NULL"))
    repost_of_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="SET NULL"))
    visibility: Mapped[str] = mapped_column(Key(10), default="public")
    state: Mapped[str] = mapped_column(Key(10), default="draft")
    publish_when_ready: Mapped[bool] = mapped_column(Boolean, default=False)
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    likes: Mapped[int] = mapped_column(Integer, default=0)
    comments: Mapped[int] = mapped_column(Integer, default=0)
    saves: Mapped[int] = mapped_column(Integer, default=0)
    reposts: Mapped[int] = mapped_column(Integer, default=0)
    lessons: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    person = relationship("Person", lazy="raise", foreign_keys=[person_id])
    film = relationship("Film", lazy="raise", foreign_keys=[film_id])
    category = relationship("Category", lazy="raise")
    original = relationship(
        "Content", lazy="raise_on_sql", remote_side="Content.id", viewonly=True, foreign_keys=[repost_of_id]
    )
    lock = relationship(
        "Lock", lazy="raise", uselist=False, viewonly=True, primaryjoin="Content.id == foreign(Lock.content_id)"
    )
    post = relationship("Post", lazy="raise", uselist=False, viewonly=True, foreign_keys="Post.content_id")
    pictures = relationship("Picture", lazy="raise", viewonly=True)
    tag_rows = relationship(
        "ContentTag", lazy="raise", cascade="all, delete-orphan", order_by="ContentTag.position", passive_deletes=True
    )

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"visibility IN {VISIBILITIES}", name="visibility"),
        CheckConstraint("state IN ('draft', 'scheduled', 'published', 'removed')", name="state"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_at"),
        CheckConstraint("state <> 'scheduled' OR publish_at IS NOT NULL", name="publish_at"),
        CheckConstraint("views >= 0", name="views"),
        CheckConstraint("likes >= 0 AND comments >= 0 AND saves >= 0 AND reposts >= 0", name="counts"),
        Index("ix_content_out", "state", "published_at", "id"),
        Index("ix_content_kind", "kind", "state", "visibility", "published_at", "id"),
        Index("ix_content_repost", "repost_of_id", "person_id"),
        Index("ix_content_trailer", "trailer_id"),
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
    def is_film(self) -> bool:
        """Whether it is watched rather than read."""
        return self.kind == "film"

    @property
    def is_complete(self) -> bool:
        """Whether there is something to publish: a film that plays, or words."""
        if self.is_film:
            return self.is_playable
        return bool(self.title.strip() or self.body.strip() or self.repost_of_id)

    @property
    def heading(self) -> str:
        """What it is called where only one line fits: its title; of an update, how its words begin."""
        words = (self.opening or self.title) if self.kind == "update" else (self.title or self.opening)
        line = " ".join((words or "").split())
        return line if len(line) <= HEADING else f"{line[:HEADING].rpartition(' ')[0] or line[:HEADING]}…"

    @property
    def free_body(self) -> str:
        """What anybody may read of its body: all of it, or the part before the lock."""
        return self.body if self.teaser is None else self.teaser

    @property
    def is_playable(self) -> bool:
        """Whether there is a film behind it that plays already."""
        return self.film is not None and self.film.is_playable

    def belongs_to(self, person) -> bool:
        """Whether `person` made this."""
        return person.id is not None and self.person_id == person.id


# Cards bring how a body begins, never the whole of an article, and of a locked one no more than its free part.
_words = func.coalesce(Content.__table__.c.teaser, Content.__table__.c.body)
Content.opening = column_property(func.substr(_words, 1, UPDATE_LENGTH))


class ContentTag(Base):
    """One word that a piece is found by; `is_typed` when its maker gave it, besides what stands as #tag in the words."""

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(TAG_LENGTH), primary_key=True)
    position: Mapped[int] = mapped_column(Id, default=0)
    is_typed: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (Index("ix_content_tag_tag", "tag", "content_id"),)
