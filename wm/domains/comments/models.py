"""Tables of what people say under a piece, and the rules about one comment."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

BODY_LENGTH = 5000
WORDS_LENGTH = 4000
INDENTS = 3  # replies to replies move in so often; what lies deeper stays there and says whom it answers
STEP = 12  # digits of one step of a path
STATES = ("visible", "held", "removed")
APPROVALS = ("off", "newcomers", "all")


class Comment(Base):
    """What one person said under one piece, or in answer to somebody there.

    `path` orders a thread: the comments above it (at most INDENTS) and itself. `replies` counts what stands visibly
    below: for the first of a thread all of it, else the direct answers. `score` ranks threads. `shown_at` is when
    everybody could see it first; a comment that was never approved has none."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    depth: Mapped[int] = mapped_column(SmallInteger, default=0)
    path: Mapped[str] = mapped_column(Key(STEP * (INDENTS + 1)), default="")
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Key(10), default="visible")
    likes: Mapped[int] = mapped_column(Integer, default=0)
    replies: Mapped[int] = mapped_column(Integer, default=0)
    score: Mapped[int] = mapped_column(Integer, default=0)
    shown_at: Mapped[datetime | None]
    hearted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]

    person = relationship("Person", lazy="raise", foreign_keys=[person_id])
    content = relationship("Content", lazy="raise")
    parent = relationship("Comment", lazy="raise", foreign_keys=[parent_id], remote_side=[id])

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("likes >= 0 AND replies >= 0", name="counts"),
        CheckConstraint("state <> 'visible' OR shown_at IS NOT NULL", name="shown_at"),
        Index("ix_comment_newest", "content_id", "depth", "id"),
        Index("ix_comment_best", "content_id", "depth", "score", "id"),
        Index("ix_comment_count", "content_id", "state"),
        Index("ix_comment_thread", "root_id", "path"),
        Index("ix_comment_parent", "parent_id"),
        Index("ix_comment_person", "person_id", "created_at"),
        Index("ix_comment_inbox", "state", "content_id", "id"),
    )

    @property
    def is_root(self) -> bool:
        """Whether it begins a thread."""
        return self.root_id is None

    @property
    def is_visible(self) -> bool:
        """Whether everybody may read it who may read what it stands under."""
        return self.state == "visible"

    @property
    def is_held(self) -> bool:
        """Whether it waits for the creator's word."""
        return self.state == "held"

    @property
    def is_removed(self) -> bool:
        """Whether it was taken away."""
        return self.state == "removed"

    @property
    def indent(self) -> int:
        """How far it moves in."""
        return min(self.depth, INDENTS)

    def belongs_to(self, person) -> bool:
        """Whether `person` wrote this."""
        return person.id is not None and self.person_id == person.id


class CommentRevision(Base):
    """What a comment said before it was changed at `replaced_at`."""

    id: Mapped[int] = row_id()
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_comment_revision_comment", "comment_id", "id"),)


class CommentLike(Base):
    """One person likes one comment."""

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_comment_like_person", "person_id", "comment_id"),)


class CommentPin(Base):
    """The one comment that stands first under a piece."""

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), unique=True)


class CommentRule(Base):
    """What a creator wants to see before others do: whose comments, and which words."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    approval: Mapped[str] = mapped_column(Key(10), default="off")
    words: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (CheckConstraint(f"approval IN {APPROVALS}", name="approval"),)
