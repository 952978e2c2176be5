"""Reads of categories."""

from sqlalchemy import select

from wm.domains.categories.models import Category, CategoryAlias
from wm.kernel.db import db
from wm.kernel.errors import NotFound


def all_in_order() -> list[Category]:
    """Return every category as the site shows them, the fallback last."""
    return list(db.session.scalars(select(Category).order_by(Category.is_fallback, Category.position, Category.id)))


def called(slug: str) -> Category:
    """Return the category of that slug, or the one to which an earlier slug leads. Raises NotFound."""
    found = db.session.scalars(select(Category).where(Category.slug == slug)).first() or _once_called(slug)
    if found is None:
        raise NotFound()
    return found


def _once_called(slug: str) -> Category | None:
    earlier = select(CategoryAlias.category_id).where(CategoryAlias.slug == slug)
    return db.session.scalars(select(Category).where(Category.id.in_(earlier))).first()


def find(category_id: int) -> Category | None:
    """Return the category with that row id, None when it is gone."""
    return db.session.get(Category, category_id)


def with_id(category_id: int | None) -> Category | None:
    """Return the category with that row id, the fallback when there is none."""
    return (db.session.get(Category, category_id) if category_id else None) or fallback()


def fallback() -> Category | None:
    """Return the category of everything that has no other."""
    return db.session.scalars(select(Category).where(Category.is_fallback)).first()
