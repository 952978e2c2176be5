"""The categories as every page names them: plain rows from the cache, since they change once in a month."""

from typing import NamedTuple

from sqlalchemy import event

from wm.domains.categories.models import Category
from wm.domains.categories.queries import all_in_order
from wm.kernel import cache
from wm.kernel.db import after_commit

SHELVES_KEY = "categories"
SECONDS = 60


class Shelf(NamedTuple):
    """What a page says of one category."""

    id: int
    slug: str
    name: str
    icon: str


def shelves() -> tuple[Shelf, ...]:
    """Return every category as the site shows them, the fallback last; at most a minute old."""
    return tuple(Shelf(*each) for each in cache.through(SHELVES_KEY, SECONDS, _read))


def _read() -> list[Shelf]:
    return [Shelf(each.id, each.slug, each.name, each.icon) for each in all_in_order()]


@event.listens_for(Category, "after_insert")
@event.listens_for(Category, "after_update")
@event.listens_for(Category, "after_delete")
def _changed(*_row) -> None:
    after_commit(lambda: cache.forget(SHELVES_KEY))
