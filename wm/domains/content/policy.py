"""Who may see and change a piece."""

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
    """Whether `viewer` may open its page: its maker always, others once it is published and not private."""
    if content.state == "removed":
        return False
    if content.belongs_to(viewer):
        return True
    if not content.is_published:
        return False
    return content.visibility != "private" or viewer.role in STAFF
