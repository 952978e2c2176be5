"""Tables of what feeds and search remember: weights, tastes, mutes, wishes for less, and the words that are searched."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Double, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, row_id

TITLE_LENGTH = 120
TAGS_LENGTH = 400
CREATOR_LENGTH = 120
NAMES_LENGTH = 120
BODY_LENGTH = 8000


class RankingWeight(Base):
    """One weight of the ranking that an admin has set; what is not here has its default."""

    name: Mapped[str] = mapped_column(Key(32), primary_key=True)
    value: Mapped[float] = mapped_column(Double())


class FeedTaste(Base):
    """Whether a person's feed may learn from what they do, and since when."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    is_personal: Mapped[bool] = mapped_column(Boolean, default=True)
    since: Mapped[datetime | None]


class CategoryMute(Base):
    """A category that a person does not want in feeds."""

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))

    __table_args__ = (
        UniqueConstraint("person_id", "category_id", name="uq_category_mute_person_id_category_id"),
        Index("ix_category_mute_category_id", "category_id"),
    )


class LessLike(Base):
    """A piece that a person wants less of: it goes, and what is like it sinks."""

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("person_id", "content_id", name="uq_less_like_person_id_content_id"),
        Index("ix_less_like_content_id", "content_id"),
    )


class SearchEntry(Base):
    """The words by which one piece or one person is found; the database keeps its own full-text index of them.

    MySQL reads them through three FULLTEXT indexes (what is short, all, people's names), SQLite through the table `search_words`, which triggers keep; both are
    made by the migration, since only one database knows each."""

    id: Mapped[int] = row_id()
    content_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[str] = mapped_column(Key(10))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    tags: Mapped[str] = mapped_column(String(TAGS_LENGTH), default="")
    creator: Mapped[str] = mapped_column(String(CREATOR_LENGTH), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    names: Mapped[str | None] = mapped_column(String(NAMES_LENGTH))

    __table_args__ = (
        CheckConstraint("(content_id IS NULL) <> (person_id IS NULL)", name="one_subject"),
        Index("ix_search_entry_title", "title"),
    )
