"""Changes to the set of categories."""

from wm.domains.categories.models import Category
from wm.domains.categories.queries import all_in_order
from wm.kernel.db import db

FALLBACK = ("other", "Everything else", "folder")
FIRST = [
    ("craft", "Craft", "hand"),
    ("science", "Science", "flask"),
    ("music", "Music", "music"),
    ("field-notes", "Field notes", "leaf"),
    ("code", "Code", "code"),
    ("kitchen", "Kitchen", "pot"),
    ("travel", "Travel", "map"),
    ("play", "Play", "dice"),
]


def plant_first() -> None:
    """Give a site that has no category at all its first ones."""
    if not all_in_order():
        plant(FIRST)


def plant(rows: list[tuple[str, str, str]]) -> None:
    """Add the (slug, name, icon) rows that are missing, in order, and the fallback at the end."""
    known = {category.slug for category in all_in_order()}
    for position, (slug, name, icon) in enumerate([*rows, FALLBACK]):
        if slug not in known:
            is_fallback = slug == FALLBACK[0]
            db.session.add(Category(slug=slug, name=name, icon=icon, position=position, is_fallback=is_fallback))
    db.session.flush()
