"""Forgetting what nobody needs any more: old sessions, used links."""

from sqlalchemy import delete

from wm.domains.people import sessions
from wm.domains.people.models import Token
from wm.domains.people.tokens import KEPT_FOR
from wm.kernel import clock
from wm.kernel.db import db


def forget_old() -> None:
    """Delete sessions that ended a month ago and links of three days ago, with what they promised."""
    sessions.forget_old_sessions()
    db.session.execute(delete(Token).where(Token.created_at < clock.now() - KEPT_FOR))
