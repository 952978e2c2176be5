"""The tables of second factors: an app that counts codes, passkeys, recovery codes, what waits for its second step, and rests."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

NAME_LENGTH = 60
KINDS = ("half", "assert", "register")


class CodeApp(Base):
    """The app that counts codes for one person (TOTP): its secret is sealed, `last_step` is the last one that was taken."""

    __tablename__ = "code_app"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None]


class Passkey(Base):
    """One passkey: `credential` and `public_key` as base64url, `mark` is the SHA-256 of the credential's id."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    mark: Mapped[str] = mapped_column(Key(64), unique=True)
    credential: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_passkey_person", "person_id", "id"),)


class RecoveryCode(Base):
    """One code for the day when everything else is lost: only its keyed hash is kept, and it is good once.

    `kept_at` is when its owner said that the codes are kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"))
    hash: Mapped[str] = mapped_column(Key(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    kept_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("person_id", "hash"),)


class Ticket(Base):
    """Something begun in one browser and finished there soon, once: the second step of a sign-in, or a passkey's challenge.

    It is no session and carries no right; `hash` is of the secret that the browser holds, `payload` (JSON) what was begun."""

    __tablename__ = "factor_ticket"

    id: Mapped[int] = row_id()
    kind: Mapped[str] = mapped_column(Key(16))
    hash: Mapped[str] = mapped_column(Key(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"))
    payload: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_factor_ticket_person", "person_id"),
        Index("ix_factor_ticket_expires", "expires_at"),
    )


class Rest(Base):
    """Until when no money leaves after the staff has taken somebody's factors away; the row outlives the person."""

    __tablename__ = "factor_rest"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_factor_rest_person", "person_id", "until"),)
