"""Reads of categories."""

from sqlalchemy import select

from wm.domains.categories.models import Category
from wm.kernel.db import db
from wm.kernel.errors import NotFound


def all_in_order() -> list[Category]:
    """Return every category as the site shows them, the fallback last."""
    return list(db.session.scalars(select(Category).order_by(Category.is_fallback, Category.position, Category.id)))


def called(slug: str) -> Category:
    """Return the category of that slug. Raises NotFound."""
    found = db.session.scalars(select(Category).where(Category.slug == slug)).first()
    if found is None:
        raise NotFound()
    return found


def with_id(category_id: int | None) -> Category | None:
    """Return the category with that row id, the fallback when there is none."""
    return (db.session.get(Category, category_id) if category_id else None) or fallback()


def fallback() -> Category | None:
    """Return the category of everything that has no other."""
    return db.session.scalars(select(Category).where(Category.is_fallback)).first()
