"""Who may do what with a comment; `comment.content` is loaded."""

STAFF = ("moderator", "admin")


def may_edit(comment, person) -> bool:
    """Whether `person` may change its words."""
    return comment.belongs_to(person) and not comment.is_removed


def may_curate(comment, person) -> bool:
    """Whether `person` may approve, hold, pin it or give it a heart: the creator of what it stands under."""
    return person.id is not None and comment.content.person_id == person.id


def may_remove(comment, person) -> bool:
    """Whether `person` may take it away: its writer, the creator, staff."""
    return comment.belongs_to(person) or may_curate(comment, person) or person.role in STAFF


def may_bring_back(comment, person) -> bool:
    """Whether `person` may undo its removal: whoever removed it."""
    return comment.is_removed and person.id is not None and comment.removed_by_id == person.id
