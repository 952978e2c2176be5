"""Reposts: somebody's piece shown to one's own followers, with a few words on it."""

from sqlalchemy import func, select, update

from wm.domains.content.actions import draft, publish
from wm.domains.content.errors import AlreadyReposted, NotForEverybody, TooManyWords
from wm.domains.content.models import UPDATE_LENGTH, Content
from wm.domains.content.policy import is_listed
from wm.kernel.db import db


def repost(original: Content, by, words: str = "") -> Content:
    """Publish an update of `by`'s that shows `original` under `words`; a bare repost is passed through to what it shows.

    Raises NotForEverybody or AlreadyReposted (409), TooManyWords (422)."""
    words = words.strip()
    if not is_listed(original):
        raise NotForEverybody()
    if len(words) > UPDATE_LENGTH:
        raise TooManyWords()
    if find_repost(original, by) is not None:
        raise AlreadyReposted()
    piece = draft(by, "", kind="update", body=words, repost_of_id=original.id)
    publish(piece)
    recount_reposts(original.id)
    return piece


def find_repost(original: Content, by) -> Content | None:
    """Return the published repost of `original` by that person, if there is one."""
    if by.id is None:
        return None
    mine = select(Content).where(Content.repost_of_id == original.id, Content.person_id == by.id)
    return db.session.scalars(mine.where(Content.state == "published").limit(1)).first()


def recount_reposts(original_id: int) -> None:
    """Set how often a piece is reposted, from the rows."""
    copy = Content.__table__.alias()
    rows = select(func.count()).where(copy.c.repost_of_id == original_id, copy.c.state == "published")
    count = db.session.scalar(rows)
    chosen = update(Content).where(Content.id == original_id)
    db.session.execute(chosen.values(reposts=count, updated_at=Content.updated_at))
