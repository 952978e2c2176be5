"""One category: its name, its place in the order, its icon."""

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel.db import Base, Key, row_id

NAME_LENGTH = 40
SLUG_LENGTH = 40
ICONS = (
    "folder",
    "hand",
    "flask",
    "music",
    "leaf",
    "code",
    "pot",
    "map",
    "dice",
    "globe",
    "compass",
    "film",
    "image",
    "camera",
    "pencil",
    "heart",
    "users",
    "home",
    "sun",
    "moon",
    "clock",
    "calendar",
    "phone",
    "bookmark",
    "tag",
    "grid",
)


class Category(Base):
    """A shelf of the site; exactly one is the fallback for what has no other."""

    id: Mapped[int] = row_id()
    slug: Mapped[str] = mapped_column(Key(SLUG_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    icon: Mapped[str] = mapped_column(Key(24), default="folder")
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_fallback: Mapped[bool] = mapped_column(Boolean, default=False)


class CategoryAlias(Base):
    """A slug that a category once had, or that of one which was merged into it: old addresses go on working."""

    slug: Mapped[str] = mapped_column(Key(SLUG_LENGTH), primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))
