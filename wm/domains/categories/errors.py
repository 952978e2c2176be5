"""Refusals of the categories."""

from wm.kernel.errors import Invalid, NotNow


class NameMissing(Invalid):
    code = "category_name_missing"
    message = "Give it a name of at most 40 characters."


class SlugRefused(Invalid):
    code = "category_slug_refused"
    message = "Use small letters, digits and hyphens, at most 40, that no other category has or had."


class IconUnknown(Invalid):
    code = "category_icon_unknown"
    message = "Choose one of the icons."


class CannotMerge(NotNow):
    code = "category_cannot_merge"
    message = "Choose another category to merge into. The one for everything else stays."
