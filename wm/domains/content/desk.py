"""What a person does with several of their own pieces at once, and sees of a month of them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, or_

from wm.domains.content.actions import edit
from wm.domains.content.errors import TooManyTags
from wm.domains.content.models import TAGS, Content
from wm.domains.content.queries import card, full, in_order, listed
from wm.kernel.db import db

AT_ONCE = 200
IN_A_MONTH = 500


def several(public_ids: Iterable[str], person, removed: bool = False) -> list[Content]:
    """Return those of `person`'s own pieces, at most 200 and newest first; removed ones only when asked for."""
    chosen = list(dict.fromkeys(public_ids))[:AT_ONCE]
    mine = full().where(Content.public_id.in_(chosen), Content.person_id == person.id)
    mine = mine.where(Content.state == "removed" if removed else Content.state != "removed")
    return list(db.session.scalars(mine.order_by(Content.id.desc())))


def add_tags(content: Content, tags: list[str]) -> Content:
    """Add `tags` to those it has. Raises TooManyTags (422) when there is no room for them."""
    together = list(dict.fromkeys([*content.tags, *tags]))
    if len(together) > TAGS:
        raise TooManyTags(f"“{content.title}” would have more than {TAGS} tags. Take some of its tags away first.")
    return edit(content, tags=together)


def month(person, begins: datetime, ends: datetime) -> list[Content]:
    """Return what `person` has put out or scheduled from `begins` until before `ends`, in the order of its moments."""
    out = and_(Content.state == "published", Content.published_at >= begins, Content.published_at < ends)
    coming = and_(Content.state == "scheduled", Content.publish_at >= begins, Content.publish_at < ends)
    mine = card().where(Content.person_id == person.id, or_(out, coming)).limit(IN_A_MONTH)
    return sorted(db.session.scalars(mine), key=moment)


def moment(content: Content) -> datetime:
    """Return when it came out, or will."""
    return content.publish_at if content.state == "scheduled" else content.published_at


def films(person) -> list[Content]:
    """Return `person`'s own films that may stand in lists, newest first, at most 200; one of them can be linked."""
    mine = listed(person).where(Content.person_id == person.id, Content.kind == "film")
    return in_order(db.session.scalars(mine.order_by(Content.id.desc()).limit(AT_ONCE)))
