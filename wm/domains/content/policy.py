"""Who may see and change a piece."""

from wm.domains import graph

STAFF = ("moderator", "admin")


def is_listed(content) -> bool:
    """Whether it may stand in lists, searches and feeds."""
    return content.is_published and content.visibility == "public"


def has_open_links(content) -> bool:
    """Whether anybody who has the address may watch it."""
    return content.is_published and content.visibility in ("public", "unlisted")


def may_edit(content, person) -> bool:
    """Whether `person` may change it."""
    return content.belongs_to(person)


def may_watch(content, viewer) -> bool:
    """Whether `viewer` may open its page: its maker always, others once it is published and meant for them.

    Whoever has blocked the maker, or was blocked, may not; staff may see all that is published."""
    if content.state == "removed":
        return False
    if content.belongs_to(viewer):
        return True
    if not content.is_published:
        return False
    if viewer.role in STAFF:
        return True
    return _is_meant_for(content, viewer) and not graph.are_apart(viewer, content.person_id)


def _is_meant_for(content, viewer) -> bool:
    if content.visibility == "followers":
        return graph.follows(viewer, content.person_id)
    return content.visibility in ("public", "unlisted")
