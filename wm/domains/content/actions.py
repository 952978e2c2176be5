"""What happens to a piece: drafted, edited, published, taken away."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from wm.domains import media
from wm.domains.content.errors import (
    BadSchedule,
    NothingToPublish,
    NotReady,
    TooManyMarks,
    TooManyWords,
)
from wm.domains.content.events import ContentEdited, ContentPublished, ContentRemoved
from wm.domains.content.images import use_pictures_in_words
from wm.domains.content.linking import relinked
from wm.domains.content.locking import keep_teaser, lock_of, set_lock
from wm.domains.content.models import BODY_LENGTH, UPDATE_LENGTH, Content
from wm.domains.content.posts import post_of
from wm.domains.content.queries import full
from wm.domains.content.revisions import keep_words
from wm.domains.content.tags import retag, written_tags
from wm.domains.content.words import MARKS, marks
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

FURTHEST = timedelta(days=366)
BATCH = 100


def draft(person, title: str, film=None, kind: str = "film", **fields: Any) -> Content:
    """Start a piece of `person`'s that nobody else sees yet, of one of KINDS; `fields` as in `edit`."""
    content = Content(person_id=person.id, person=person, film=film, kind=kind, title=title, tag_rows=[], category=None)
    db.session.add(content)
    db.session.flush()
    return edit(content, **fields)


def edit(content: Content, tags: list[str] | None = None, by=None, **fields: Any) -> Content:
    """Change title, description, body, category, visibility or tags; what is not named stays.

    What a published piece said is kept; `by` is who edits. For "members" it stands in lists and is locked; whatever else
    lets go of that lock. Raises TooManyWords or TooManyMarks (422)."""
    _refuse(content, fields)
    members = fields.get("visibility") == "members"
    fields = fields | {"visibility": "public"} if members else fields
    keep_words(content, fields, by)
    told = written_tags(content)
    for name in ("title", "description", "body", "category", "visibility", "film", "repost_of_id"):
        if name in fields:
            setattr(content, name, fields[name])
    if tags is not None or {"description", "body"} & fields.keys():
        keep_teaser(content)
        retag(content, told, tags)
    db.session.flush()
    if not content.is_film:
        _count_words(content)
    if content.is_published:
        record(ContentEdited(content.id))
    if "visibility" in fields:
        _let_members(content, members)
    keep_teaser(content)
    return relinked(content)


def _let_members(content: Content, members: bool) -> None:
    """Lock it for all but members of its maker, at the level that it had, or let go of that lock."""
    level = lock.by_level if (lock := lock_of(content)) else 0
    if members != bool(level):
        set_lock(content, by_level=1 if members else 0)


def _refuse(content: Content, fields: dict[str, Any]) -> None:
    if len(fields.get("body", "")) > (UPDATE_LENGTH if content.kind == "update" else BODY_LENGTH):
        raise TooManyWords(fields={"body": [TooManyWords.message]})
    if marks(fields.get("body", "")) > MARKS:
        raise TooManyMarks(fields={"body": [TooManyMarks.message]})


def _count_words(content: Content) -> None:
    post_of(content).words = len(content.body.split())
    use_pictures_in_words(content)


def publish(content: Content, at: datetime | None = None) -> Content:
    """Put it out now (`at` backdates demo content). Raises NotReady (409) while its film does not play, NothingToPublish."""
    if not content.is_complete:
        raise NotReady() if content.is_film else NothingToPublish()
    if not content.is_published:
        content.state, content.published_at = "published", content.published_at or at or clock.now()
        content.publish_at, content.publish_when_ready = None, False
        db.session.flush()
        record(ContentPublished(content.id))
    return relinked(content)


def publish_when_ready(content: Content) -> Content:
    """Put it out as soon as its film plays: now, when it plays already."""
    if content.is_complete:
        return publish(content)
    content.state, content.publish_when_ready, content.publish_at = "draft", True, None
    return content


def schedule(content: Content, at: datetime) -> Content:
    """Put it out at a moment to come. Raises BadSchedule (422)."""
    if not clock.now() < at < clock.now() + FURTHEST:
        raise BadSchedule(fields={"publish_at": [BadSchedule.message]})
    content.state, content.publish_at, content.publish_when_ready = "scheduled", at, False
    return relinked(content)


def unpublish(content: Content) -> Content:
    """Make it a draft again."""
    content.state, content.publish_at, content.publish_when_ready = "draft", None, False
    return relinked(content)


def remove(content: Content) -> Content:
    """Take it away; `publish_when_ready` then says whether it was out, which is how `undo_removal` brings it back."""
    if content.state != "removed":
        content.publish_at, content.publish_when_ready = None, content.is_published
    content.state, content.removed_at = "removed", clock.now()
    record(ContentRemoved(content.id))
    return relinked(content)


def undo_removal(content: Content) -> Content:
    """Bring a removed piece back: published when it was, as soon as its film plays; else as a draft."""
    if content.state != "removed":
        return content
    content.state, content.removed_at = "draft", None
    return publish_when_ready(content) if content.publish_when_ready else relinked(content)


def publish_due() -> int:
    """Publish what plays and is scheduled for now, or waited for its film and missed the moment; returns how many."""
    scheduled = and_(Content.state == "scheduled", Content.publish_at <= clock.now())
    missed = and_(Content.state == "draft", Content.publish_when_ready, Content.film.has(media.plays()))
    due = select(Content.id).where(or_(scheduled, missed)).limit(BATCH)
    pieces = db.session.scalars(full().where(Content.id.in_(due.subquery().select()))).all()
    ready = [publish(content) for content in pieces if content.is_complete]
    return len(ready)
