"""Tables of films as files, and the rules about one of them."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.domains.media import shelf, signing
from wm.domains.media.errors import StillBusy
from wm.kernel import clock, ids
from wm.kernel.db import Base, Key, public_id, row_id

KEY_LENGTH = 24
BUSY = ("waiting", "probing", "encoding")
PLAYS = ("playable", "ready")
STATES = (*BUSY, *PLAYS, "failed")
FACES = frozenset(f"{name}.webp" for name in shelf.POSTERS.values())
CHANGING = (shelf.MASTER, "poster")  # published files that get new content under their old name


def new_key() -> str:
    """Return a name for a published folder that nobody can guess (140 bits)."""
    return ids.new(KEY_LENGTH)


class Film(Base):
    """One film as files: where its source lies, what it is, how far its encode is, and what has been published.

    `run` counts the times that it was sent to be encoded, `version` the changes to what is published."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH), unique=True, default=new_key)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"), unique=True)
    source_key: Mapped[str] = mapped_column(Key(120))
    source_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(Key(10), default="waiting")
    run: Mapped[int] = mapped_column(Integer, default=1)
    version: Mapped[int] = mapped_column(Integer, default=0)
    is_open: Mapped[bool] = mapped_column(Boolean, default=False)  # links may live long: anybody may watch
    is_shown: Mapped[bool] = mapped_column(Boolean, default=False)  # so may links to its posters, though it is locked
    is_partial: Mapped[bool] = mapped_column(Boolean, default=False)  # the source ended before it said it would
    trim_start_ms: Mapped[int] = mapped_column(BigInteger, default=0)  # what of the source is left out before
    trim_end_ms: Mapped[int | None] = mapped_column(BigInteger)  # where in the source it ends; None: with it
    cut_from: Mapped[str] = mapped_column(Key(KEY_LENGTH), default="")  # the key of the film that it is made of
    error_code: Mapped[str] = mapped_column(Key(32), default="")
    error_text: Mapped[str] = mapped_column(String(400), default="")

    duration_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    width: Mapped[int] = mapped_column(Integer, default=0)
    height: Mapped[int] = mapped_column(Integer, default=0)
    has_audio: Mapped[bool] = mapped_column(Boolean, default=False)
    colours: Mapped[str] = mapped_column(Key(90), default="")
    has_poster: Mapped[bool] = mapped_column(Boolean, default=False)
    is_poster_chosen: Mapped[bool] = mapped_column(Boolean, default=False)  # by its maker, and not found by us
    has_progressive: Mapped[bool] = mapped_column(Boolean, default=False)
    has_storyboard: Mapped[bool] = mapped_column(Boolean, default=False)
    has_preview: Mapped[bool] = mapped_column(Boolean, default=False)

    step: Mapped[str] = mapped_column(Key(16), default="waiting")
    rendition: Mapped[str] = mapped_column(String(40), default="")
    percent: Mapped[float] = mapped_column(Float, default=0.0)
    speed: Mapped[float] = mapped_column(Float, default=0.0)
    seconds_left: Mapped[int | None] = mapped_column(Integer)

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    begun_at: Mapped[datetime | None]
    playable_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]

    renditions = relationship(
        "Rendition", lazy="raise", order_by="Rendition.step", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("state NOT IN ('playable', 'ready') OR playable_at IS NOT NULL", name="playable_at"),
        CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),
        Index("ix_film_state", "state", "id"),
    )

    @property
    def is_playable(self) -> bool:
        """Whether at least the lowest rung can be watched."""
        return self.state in PLAYS

    @property
    def is_ready(self) -> bool:
        """Whether everything has been published."""
        return self.state == "ready"

    @property
    def is_failed(self) -> bool:
        """Whether it can't be watched and nothing will change that but its creator."""
        return self.state == "failed"

    @property
    def is_trimmed(self) -> bool:
        """Whether it begins later or ends earlier than its source."""
        return bool(self.trim_start_ms) or self.trim_end_ms is not None

    @property
    def needs_faces(self) -> bool:
        """Whether pictures are still to be made of it, or may be: a poster that was chosen says nothing of the stills."""
        return self.is_poster_chosen or not self.has_poster

    @property
    def is_busy(self) -> bool:
        """Whether it is being encoded, or waits for that."""
        return self.state in BUSY or (self.state == "playable" and not self.error_code)

    def refuse_while_busy(self) -> None:
        """Raise StillBusy (409) while an encode is on its way."""
        if self.is_busy:
            raise StillBusy()

    @property
    def colour(self) -> str:
        """The dominant colour, as CSS writes it; "" before there is a poster."""
        return f"#{self.colours[:6]}" if self.colours else ""

    @property
    def placeholder(self) -> str:
        """A CSS background that resembles the poster: the middle row of its colours."""
        middle = self.colours.split()[5:9]
        return f"linear-gradient(to right,{','.join(f'#{colour}' for colour in middle)})" if middle else ""

    def url(self, name: str, who=None) -> str:
        """Return a signed link to the published file `name`, made for `who` where not everybody may watch."""
        changed = f"?v={self.version}" if name.startswith(CHANGING) else ""
        if name in FACES:
            return signing.face_url(self.key, name, is_shown=self.is_open or self.is_shown) + changed
        return signing.url(self.key, name, self.is_open, getattr(who, "public_id", None)) + changed

    @property
    def poster_url(self) -> str:
        """The poster in a middle size; "" before there is one."""
        return self.poster_urls.get(640, "")

    @property
    def poster_urls(self) -> dict[int, str]:
        """The poster by width in pixels."""
        if not self.has_poster:
            return {}
        return {width: self.url(f"{name}.webp") for width, name in sorted(shelf.POSTERS.items())}


class Rendition(Base):
    """One rung that has been published; rates in bit/s, of the picture alone."""

    id: Mapped[int] = row_id()
    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"))
    step: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    bandwidth: Mapped[int] = mapped_column(BigInteger)
    average: Mapped[int] = mapped_column(BigInteger)
    codecs: Mapped[str] = mapped_column(Key(60))
    fps: Mapped[float] = mapped_column(Float)
    bytes: Mapped[int] = mapped_column(BigInteger)
    playlist: Mapped[str] = mapped_column(Key(40))

    __table_args__ = (
        UniqueConstraint("film_id", "step", name="uq_rendition_film_id_step"),
        CheckConstraint("width > 0 AND height > 0 AND bandwidth > 0", name="size"),
    )

    @property
    def name(self) -> str:
        """The name of its files without an ending."""
        return self.playlist.removesuffix(".m3u8")

    @property
    def is_copy(self) -> bool:
        """Whether it is the source as it came."""
        return self.name == shelf.COPY

    @property
    def label(self) -> str:
        """What people call it: 720p, 1080p60."""
        return f"{self.step}p{round(self.fps)}" if self.fps > 32 else f"{self.step}p"

    @property
    def shape(self) -> Fraction:
        """Width over height."""
        return Fraction(self.width, self.height)
