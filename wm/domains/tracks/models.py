"""Tables of what runs beside a film: captions in many languages, and the names of its chapters."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, mapped_column

from wm.domains.tracks import languages
from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

KINDS = ("captions", "subtitles", "descriptions")
LANGUAGE_LENGTH = 20
LABEL_LENGTH = 60
SOURCE_LENGTH = 120
LongText = Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


class Caption(Base):
    """The captions of one film in one language, as clean WebVTT; `version` counts the changes, `source` is where they came from.

    One without cues has just been begun and is shown to nobody; a removed one can come back."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(Key(LANGUAGE_LENGTH))
    kind: Mapped[str] = mapped_column(Key(12), default="captions")
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH), default="")
    text: Mapped[str] = mapped_column(LongText, default="", deferred=True)
    cues: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=0)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), default="")
    is_first: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("cues >= 0 AND version >= 0", name="counts"),
        UniqueConstraint("content_id", "language", "kind", name="uq_caption_content_id_language_kind"),
    )

    @property
    def name(self) -> str:
        """What people choose it by: its own label, else what the language calls itself."""
        return self.label or languages.name(self.language)

    @property
    def file(self) -> str:
        """The name of its published file, which is another one after every change."""
        return self.file_of(self.version)

    def file_of(self, version: int) -> str:
        """Return the name that its file had at that version."""
        mark = "" if self.kind == "captions" else self.kind[0]
        return f"captions-{self.language.lower()}-{mark}{version}.vtt"


class ChapterList(Base):
    """The chapters that a maker wrote, in times of the uploaded file; without a row they are read from the description.

    Of a film that was trimmed, chapters of the description are kept here too, as long as it still says what was `described`."""

    __tablename__ = "chapter_list"

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    described: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
