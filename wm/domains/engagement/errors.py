"""What engagement refuses, and what to do about it."""

from wm.kernel.errors import Invalid, NotFound, NotNow


class CollectionNotFound(NotFound):
    code = "collection_not_found"
    message = "This collection is not here any more."


class NameNeeded(Invalid):
    code = "name_needed"
    message = "Give the collection a name."


class TooManyCollections(NotNow):
    code = "too_many_collections"
    message = "You have as many collections as fit. Remove one first."


class DefaultStays(NotNow):
    code = "default_stays"
    message = "This is where Save puts things, so it stays. You can rename it."
