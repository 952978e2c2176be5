"""Reposts: somebody's piece shown to one's own followers, with a few words on it."""

from sqlalchemy import select

from wm.domains.content.actions import draft, publish
from wm.domains.content.errors import AlreadyReposted, NotForEverybody, TooManyWords
from wm.domains.content.models import UPDATE_LENGTH, Content
from wm.domains.content.policy import is_listed
from wm.kernel.db import db


def repost(original: Content, by, words: str = "") -> Content:
    """Publish an update of `by`'s that shows `original` under `words`.

    Raises NotForEverybody or AlreadyReposted (409), TooManyWords (422)."""
    words = words.strip()
    if not is_listed(original):
        raise NotForEverybody()
    if len(words) > UPDATE_LENGTH:
        raise TooManyWords()
    if find_repost(original, by) is not None:
        raise AlreadyReposted()
    piece = draft(by, "", kind="update", body=words, repost_of_id=original.id)
    return publish(piece)


def find_repost(original: Content, by) -> Content | None:
    """Return the published repost of `original` by that person, if there is one."""
    if by.id is None:
        return None
    mine = select(Content).where(Content.repost_of_id == original.id, Content.person_id == by.id)
    return db.session.scalars(mine.where(Content.state == "published").limit(1)).first()
