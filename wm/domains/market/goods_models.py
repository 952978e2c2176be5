"""Tables of what is given out with a purchase: settings of a product, licence keys, downloads."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

KEYS = ("none", "pool", "made")
KEY_LENGTH = 120
WHY_LENGTH = 200
MOST_DOWNLOADS = 100


class Product(Base):
    """How a piece is handed over: how often a buyer may download each version (None: as often as they like), and which keys.

    `key_kind` is "pool" when its maker brings them, "made" when we make one for each buyer."""

    __tablename__ = "product"

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    maker_id: Mapped[int] = mapped_column(BigInteger)
    download_limit: Mapped[int | None] = mapped_column(Integer)
    key_kind: Mapped[str] = mapped_column(Key(8), default="none")

    __table_args__ = (
        CheckConstraint(f"key_kind IN {KEYS}", name="key_kind"),
        CheckConstraint(f"download_limit > 0 AND download_limit <= {MOST_DOWNLOADS}", name="download_limit"),
        Index("ix_product_maker", "maker_id", "content_id"),
    )

    @property
    def has_keys(self) -> bool:
        """Whether each buyer gets a licence key."""
        return self.key_kind != "none"


class Licence(Base):
    """One licence key of one product; in the pool while it has no `sale_id`.

    It is good while it is not revoked and the right that was bought with it (`source`, `source_ref`) is live: so it ends with a
    refund by itself. Ids are no foreign keys, for what was sold outlives piece and people."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    content_id: Mapped[int] = mapped_column(BigInteger)
    maker_id: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH))
    sale_id: Mapped[int | None] = mapped_column(BigInteger)
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Key(12), default="")
    source_ref: Mapped[str] = mapped_column(Key(40), default="")
    uses: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")

    __table_args__ = (
        CheckConstraint("uses >= 0", name="uses"),
        CheckConstraint("(sale_id IS NULL) = (given_at IS NULL)", name="given_at"),
        UniqueConstraint("content_id", "key", name="uq_licence_key"),
        Index("ix_licence_pool", "content_id", "sale_id", "revoked_at", "id"),
        Index("ix_licence_sale", "sale_id"),
        Index("ix_licence_owner", "owner_id", "content_id"),
        Index("ix_licence_maker", "maker_id", "id"),
    )


class Download(Base):
    """How often one buyer has fetched one version of a file."""

    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    version_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    content_id: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("count >= 0", name="count"),
        Index("ix_download_content", "content_id", "person_id"),
    )
