"""Tables of what comes with a piece that is read: pictures, a poll, a linked film, a file, and its earlier words."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.domains.content.models import TITLE_LENGTH, LongText
from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

PICTURES = 4
PICTURE_KEY_LENGTH = 22
ALT_LENGTH = 300
QUESTION_LENGTH = 140
OPTION_LENGTH = 80
OPTIONS = (2, 6)
FILE_NAME_LENGTH = 120
WIDTHS = (1280, 640)
PACE = 220  # words a minute


class Post(Base):
    """What a piece that is read has beside its words; one row per piece, written with its first part."""

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    linked_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="SET NULL"))
    words: Mapped[int] = mapped_column(Integer, default=0)
    question: Mapped[str] = mapped_column(String(QUESTION_LENGTH), default="")
    votes: Mapped[int] = mapped_column(Integer, default=0)
    closes_at: Mapped[datetime | None]
    file_key: Mapped[str | None] = mapped_column(Key(PICTURE_KEY_LENGTH))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH), default="")
    file_size: Mapped[int] = mapped_column(Id, default=0)

    linked = relationship("Content", lazy="raise_on_sql", foreign_keys=[linked_id])

    __table_args__ = (
        CheckConstraint("votes >= 0 AND words >= 0 AND file_size >= 0", name="counts"),
        Index("ix_post_linked", "linked_id"),
    )

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one minute."""
        return max(1, round(self.words / PACE))

    @property
    def is_open(self) -> bool:
        """Whether its poll still takes votes."""
        return bool(self.question) and (self.closes_at is None or self.closes_at > clock.now())

    @property
    def file_type(self) -> str:
        """The ending of its file, in capitals: PDF; "" without one."""
        return self.file_name.rpartition(".")[2].upper() if "." in self.file_name else ""


class Picture(Base):
    """A picture as it was drawn anew in WIDTHS; it belongs to a person first and to a piece once it is used there.

    `position` counts what stands beside the words; a picture inside an article's words has none."""

    id: Mapped[int] = row_id()
    key: Mapped[str] = public_id(PICTURE_KEY_LENGTH)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    content_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="SET NULL"))
    position: Mapped[int | None]
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    colour: Mapped[str] = mapped_column(Key(7), default="#888888")
    alt: Mapped[str] = mapped_column(String(ALT_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        Index("ix_picture_content", "content_id", "position"),
        Index("ix_picture_person", "person_id", "created_at"),
    )

    @property
    def url(self) -> str:
        """Where the picture is in its largest size; this also names it in an article's Markdown."""
        return f"/images/{self.key}/{WIDTHS[0]}.webp"

    @property
    def srcset(self) -> str:
        """Its sizes as browsers read them; a small picture has but one."""
        known = [width for width in WIDTHS if width <= self.width] or [self.width]
        if self.width not in known and self.width < WIDTHS[0]:
            known.append(self.width)
        return ", ".join(f"/images/{self.key}/{_name(width)}.webp {width}w" for width in sorted(known))


def _name(width: int) -> int:
    """Return which of WIDTHS holds the picture at `width`."""
    return min(each for each in WIDTHS if each >= width)


class PollOption(Base):
    """One answer of a poll and how many chose it."""

    id: Mapped[int] = row_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(String(OPTION_LENGTH))
    votes: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        CheckConstraint("votes >= 0", name="votes"),
        Index("ix_poll_option_content", "content_id", "position"),
    )


class PollVote(Base):
    """What one person chose in one poll."""

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_option.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_poll_vote_option", "option_id"), Index("ix_poll_vote_person", "person_id"))


class ContentRevision(Base):
    """What a piece said before it was edited after it came out."""

    id: Mapped[int] = row_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(LongText)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person = relationship("Person", lazy="raise")

    __table_args__ = (Index("ix_content_revision_piece", "content_id", "id"),)
