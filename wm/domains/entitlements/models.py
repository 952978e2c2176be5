"""What closes a piece, and the rights that open it; both know only row ids."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, row_id

SCOPES = ("content", "creator", "site")
SOURCES = ("sale", "rental", "gift", "bundle", "membership", "pro", "staff")
LEVELS = 5
REF_LENGTH = 40


class Lock(Base):
    """What closes one piece; a piece without a row is open.

    `by_sale`: whoever bought it opens it; `price` is then the least that it costs (minor units) and `is_least` says that
    there is more than one price to it. `by_level`: members of its maker from that level on (0: none). `by_pro`: whoever
    has Pro. `by_course`: whoever bought a course that it is in. Any one of them is enough."""

    __tablename__ = "content_lock"

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    maker_id: Mapped[int] = mapped_column(BigInteger)
    by_sale: Mapped[bool] = mapped_column(Boolean, default=False)
    price: Mapped[int | None] = mapped_column(BigInteger)
    is_least: Mapped[bool] = mapped_column(Boolean, default=False)
    by_level: Mapped[int] = mapped_column(Integer, default=0)
    by_pro: Mapped[bool] = mapped_column(Boolean, default=False)
    by_course: Mapped[bool] = mapped_column(Boolean, default=False)

    __table_args__ = (
        CheckConstraint(f"by_level >= 0 AND by_level <= {LEVELS}", name="by_level"),
        CheckConstraint("price IS NULL OR price >= 0", name="price"),
        Index("ix_content_lock_maker", "maker_id", "content_id"),
    )


class Grant(Base):
    """One right of one person to one piece (`scope` content), to all of a creator's up to a level, or to the whole site.

    It opens while it is neither revoked nor suspended, and until `until` (None: for good). `source_ref` is the public id
    of the sale, the membership or whatever else it came from."""

    __tablename__ = "access_grant"

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(Key(8))
    scope_id: Mapped[int] = mapped_column(Id)
    level: Mapped[int] = mapped_column(Integer, default=0)
    source: Mapped[str] = mapped_column(Key(12))
    source_ref: Mapped[str] = mapped_column(Key(REF_LENGTH))
    until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    suspended_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"scope IN {SCOPES}", name="scope"),
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        CheckConstraint(f"level >= 0 AND level <= {LEVELS}", name="level"),
        UniqueConstraint("source", "source_ref", "person_id", "scope", "scope_id", name="uq_access_grant_once"),
        Index("ix_access_grant_person", "person_id", "scope", "scope_id"),
        Index("ix_access_grant_scope", "scope", "scope_id"),
    )

    @property
    def is_live(self) -> bool:
        """Whether it opens anything at this moment."""
        is_over = self.until is not None and self.until <= clock.now()
        return self.revoked_at is None and self.suspended_at is None and not is_over
