"""The categories as every page names them: plain rows from the cache, since they change once in a month."""

from typing import NamedTuple

from sqlalchemy import event, select

from wm.domains.categories.models import Category
from wm.domains.categories.queries import called
from wm.kernel import along, cache
from wm.kernel.db import after_commit

SECONDS = 60
_rows = select(Category.is_fallback, Category.position, Category.id, Category.slug, Category.name, Category.icon)
SHELVES = along.Question("categories", along.packed(_rows), {})


class Shelf(NamedTuple):
    """What a page says of one category."""

    id: int
    slug: str
    name: str
    icon: str


def shelves() -> tuple[Shelf, ...]:
    """Return every category as the site shows them, the fallback last; at most a minute old."""
    return tuple(Shelf(*each) for each in cache.through(SHELVES.name, SECONDS, _read))


def _read() -> list[Shelf]:
    rows = along.unpacked(along.answer(SHELVES))
    return [Shelf(*shelf) for _is_last, _position, *shelf in rows]


def shelf_id(slug: str) -> int:
    """Return the row id of the category of that slug, present or earlier. Raises NotFound."""
    known = {each.slug: each.id for each in shelves()}
    return known.get(slug) or called(slug).id


@event.listens_for(Category, "after_insert")
@event.listens_for(Category, "after_update")
@event.listens_for(Category, "after_delete")
def _changed(*_row) -> None:
    after_commit(lambda: cache.forget(SHELVES.name))
