"""Categories: where on the site a piece of content belongs."""

from wm.domains.categories.actions import plant, plant_first
from wm.domains.categories.models import Category
from wm.domains.categories.queries import all_in_order, called, fallback, with_id

__all__ = ["Category", "all_in_order", "called", "fallback", "plant", "plant_first", "with_id"]
