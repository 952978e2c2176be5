"""Forgetting what nobody needs any more: old sessions, used links, pictures that no profile shows."""

from sqlalchemy import delete, select

from wm.domains.people import pictures, sessions
from wm.domains.people.models import Person, Token
from wm.domains.people.tokens import KEPT_FOR
from wm.kernel import clock
from wm.kernel.db import db


def forget_old() -> None:
    """Delete sessions that ended a month ago and links of three days ago, with what they promised."""
    sessions.forget_old_sessions()
    db.session.execute(delete(Token).where(Token.created_at < clock.now() - KEPT_FOR))


def remove_orphaned_pictures() -> int:
    """Delete pictures that no person shows and that are a day old; returns how many."""
    rows = db.session.execute(select(Person.avatar, Person.cover))
    shown = frozenset(key for row in rows for key in row if key)
    left = pictures.orphans(shown)
    for key in left:
        pictures.remove(key)
    return len(left)
