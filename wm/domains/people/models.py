"""The tables of people, and the rules about one row."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.domains.people import addresses, handles
from wm.kernel import clock, zones
from wm.kernel.db import Base, Id, Key, public_id, row_id

ROLES = ("viewer", "creator", "moderator", "admin")
NAME_LENGTH = 60
BIO_LENGTH = 1000
LINKS = 5
LINK_LABEL_LENGTH = 40
LINK_URL_LENGTH = 300
PICTURE_KEY_LENGTH = 22
FRESH_FOR = timedelta(minutes=5)
Exact = String(addresses.MAX_LENGTH).with_variant(
    mysql.VARCHAR(addresses.MAX_LENGTH, charset="utf8mb4", collation="utf8mb4_bin"), "mysql"
)


class Person(Base):
    """Somebody with an account; `email_key` tells addresses apart, `session_epoch` changes when a session ends early.

    `followers_count` and `following_count` are counted in the background and proven against the rows every night."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    handle: Mapped[str] = mapped_column(Key(handles.MAX_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(addresses.MAX_LENGTH))
    email_key: Mapped[str] = mapped_column(Exact, unique=True)
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(Key(16), default="viewer")
    bio: Mapped[str] = mapped_column(String(BIO_LENGTH), default="")
    avatar: Mapped[str | None] = mapped_column(Key(PICTURE_KEY_LENGTH))
    cover: Mapped[str | None] = mapped_column(Key(PICTURE_KEY_LENGTH))
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
    followers_count: Mapped[int] = mapped_column(Integer, default=0)
    following_count: Mapped[int] = mapped_column(Integer, default=0)
    verified_at: Mapped[datetime | None]
    pinned_content_id: Mapped[int | None] = mapped_column(
        ForeignKey("content.id", ondelete="SET NULL", use_alter=True, name="fk_person_pinned_content_id")
    )
    time_zone: Mapped[str] = mapped_column(Key(zones.NAME_LENGTH), default=zones.UTC_NAME)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    links: Mapped[list["PersonLink"]] = relationship(
        order_by="PersonLink.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )

    __table_args__ = (
        CheckConstraint("role IN ('viewer', 'creator', 'moderator', 'admin')", name="role"),
        CheckConstraint("handle = lower(handle)", name="handle"),
        CheckConstraint("followers_count >= 0 AND following_count >= 0", name="counts"),
        Index("ix_person_created", "created_at"),
        Index("ix_person_followed", "followers_count", "id"),
    )

    is_signed_in = True
    is_authenticated = True

    @property
    def avatar_url(self) -> str | None:
        """Where the small avatar (96 x 96) is, None without one."""
        return f"/pictures/{self.avatar}/96.webp" if self.avatar else None

    @property
    def avatar_large_url(self) -> str | None:
        """Where the large avatar (256 x 256) is, None without one."""
        return f"/pictures/{self.avatar}/256.webp" if self.avatar else None

    @property
    def cover_url(self) -> str | None:
        """Where the cover (1500 x 500) is, None without one."""
        return f"/pictures/{self.cover}/1500.webp" if self.cover else None

    @property
    def cover_small_url(self) -> str | None:
        """Where the small cover (750 x 250) is, None without one."""
        return f"/pictures/{self.cover}/750.webp" if self.cover else None

    @property
    def is_verified(self) -> bool:
        """Whether the site vouches that this is who it says."""
        return self.verified_at is not None

    def ends_copies(self) -> None:
        """Make every copy of this person's sessions in Redis worthless; the rows say which of them go on."""
        self.session_epoch = Person.session_epoch + 1

    def __repr__(self) -> str:
        return f"<Person @{self.handle}>"


class PersonLink(Base):
    """One link on a profile, in the order its owner gave."""

    __tablename__ = "person_link"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(LINK_LABEL_LENGTH))
    url: Mapped[str] = mapped_column(String(LINK_URL_LENGTH))

    __table_args__ = (UniqueConstraint("person_id", "position"),)


class Session(Base):
    """One signed-in browser: the hash of a random id, where it is, and until when it counts."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(String(80), default="")
    network: Mapped[str] = mapped_column(Key(45), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    lasting: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    fresh_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_session_person_used", "person_id", "last_used_at"),
        Index("ix_session_expires", "expires_at"),
    )


class Token(Base):
    """A right that travels by mail once: `hash` is of the secret in the link, `payload` (JSON) what it grants."""

    id: Mapped[int] = row_id()
    kind: Mapped[str] = mapped_column(Key(16))
    hash: Mapped[str | None] = mapped_column(Key(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"))
    payload: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('verify', 'reset', 'address')", name="kind"),
        Index("ix_token_person_kind", "person_id", "kind"),
        Index("ix_token_expires", "expires_at"),
    )
