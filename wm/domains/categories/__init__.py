"""Categories: where on the site a piece of content belongs."""

from wm.domains.categories.actions import plant, plant_first
from wm.domains.categories.changes import close, create, edit, merge, move
from wm.domains.categories.errors import CannotMerge, IconUnknown, NameMissing, SlugRefused
from wm.domains.categories.events import MergeAsked
from wm.domains.categories.models import ICONS, NAME_LENGTH, SLUG_LENGTH, Category, CategoryAlias
from wm.domains.categories.queries import all_in_order, called, fallback, find, with_id
from wm.domains.categories.shelves import SHELVES, Shelf, shelf_id, shelves

__all__ = [
    "ICONS",
    "NAME_LENGTH",
    "SHELVES",
    "SLUG_LENGTH",
    "CannotMerge",
    "Category",
    "CategoryAlias",
    "IconUnknown",
    "MergeAsked",
    "NameMissing",
    "Shelf",
    "SlugRefused",
    "all_in_order",
    "called",
    "close",
    "create",
    "edit",
    "fallback",
    "find",
    "merge",
    "move",
    "plant",
    "plant_first",
    "shelf_id",
    "shelves",
    "with_id",
]
