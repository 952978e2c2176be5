"""What the admin changes about categories; no address that ever led to one leads nowhere."""

import re
import unicodedata

from sqlalchemy import delete, select, update

from wm.domains.categories.errors import CannotMerge, IconUnknown, NameMissing, SlugRefused
from wm.domains.categories.events import MergeAsked
from wm.domains.categories.models import ICONS, NAME_LENGTH, SLUG_LENGTH, Category, CategoryAlias
from wm.domains.categories.queries import all_in_order, find
from wm.kernel.db import db
from wm.kernel.facts import record

ALLOWED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def create(name: str, icon: str) -> Category:
    """Add a category at the end, its slug made from the name. Raises NameMissing, IconUnknown (422)."""
    name = _tidy_name(name)
    last = max((each.position for each in all_in_order()), default=-1)
    category = Category(slug=_free_slug(name), name=name, icon=_known_icon(icon), position=last + 1)
    db.session.add(category)
    db.session.flush()
    return category


def edit(category: Category, *, name: str, icon: str, slug: str) -> Category:
    """Change name, icon and slug; an old slug goes on leading here. Raises NameMissing, IconUnknown, SlugRefused (422)."""
    name, icon, slug = _tidy_name(name), _known_icon(icon), slug.strip()
    if slug != category.slug:
        _readdress(category, slug)
    category.name, category.icon = name, icon
    db.session.flush()
    return category


def _readdress(category: Category, slug: str) -> None:
    if len(slug) > SLUG_LENGTH or not ALLOWED.fullmatch(slug) or _leads_to(slug) not in (None, category.id):
        raise SlugRefused()
    db.session.execute(delete(CategoryAlias).where(CategoryAlias.slug == slug))
    db.session.add(CategoryAlias(slug=category.slug, category_id=category.id))
    category.slug = slug
    db.session.flush()


def move(category: Category, steps: int) -> None:
    """Move it so many places down the order (up when negative); the fallback stays the last."""
    order = [each for each in all_in_order() if not each.is_fallback]
    if category in order:
        place = order.index(category)
        order.insert(max(0, place + steps), order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    db.session.flush()


def merge(category: Category, into: Category) -> None:
    """Promise to move everything into another category. Raises CannotMerge (409)."""
    if category.is_fallback or category.id == into.id:
        raise CannotMerge()
    record(MergeAsked(category_id=category.id, into_id=into.id))


def close(category_id: int, into_id: int) -> None:
    """Let all addresses of an emptied category lead into another, and remove it; again changes nothing."""
    category, into = find(category_id), find(into_id)
    if category is None or into is None or category.is_fallback:
        return
    theirs = update(CategoryAlias).where(CategoryAlias.category_id == category_id).values(category_id=into_id)
    db.session.execute(theirs, execution_options={"synchronize_session": False})
    db.session.add(CategoryAlias(slug=category.slug, category_id=into_id))
    db.session.delete(category)
    db.session.flush()


def _tidy_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        raise NameMissing()
    return name


def _known_icon(icon: str) -> str:
    if icon not in ICONS:
        raise IconUnknown()
    return icon


def _free_slug(name: str) -> str:
    """Make a slug that nothing has or had: the name in plain letters, with a number behind it when need be."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain))[: SLUG_LENGTH - 4].strip("-") or "category"
    slug, number = base, 2
    while _leads_to(slug) is not None:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _leads_to(slug: str) -> int | None:
    """The row id of the category to which this slug leads, now or from earlier times."""
    now = db.session.scalar(select(Category.id).where(Category.slug == slug))
    return now or db.session.scalar(select(CategoryAlias.category_id).where(CategoryAlias.slug == slug))
