"""Reads of notifications: only what their person may still see, of people whom they still see."""

from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select

from wm.domains import content
from wm.domains.notifications import naming
from wm.domains.notifications.models import CHANNELS, CHOSEN, Notification, NotificationChoice
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30


def seen_by(person, *columns) -> Select:
    """Select `columns` (whole rows without any) of what `person` was told and may see at this moment."""
    open_to_person = or_(Notification.content_id.is_(None), Notification.content_id.in_(content.openable(person)))
    mine = select(*(columns or (Notification,))).where(Notification.person_id == person.id, open_to_person)
    return mine.where(naming.names_somebody(person))


def unread_ids(person) -> Select:
    """Select the ids of what `person` may see and has not read."""
    return seen_by(person, Notification.id).where(Notification.read_at.is_(None))


def told(person, cursor: str | None = None, unread_only: bool = False, size: int = PAGE) -> Page:
    """Return a page of what `person` was told, latest first."""
    mine = seen_by(person)
    mine = mine.where(Notification.read_at.is_(None)) if unread_only else mine
    if place := decode(cursor, datetime, int):
        when, row = place
        older = or_(Notification.last_at < when, and_(Notification.last_at == when, Notification.id < row))
        mine = mine.where(Notification.last_at <= when, older)
    wanted = mine.order_by(Notification.last_at.desc(), Notification.id.desc()).limit(size + 1)
    return cut(db.session.scalars(wanted).all(), size, lambda row: (row.last_at, row.id))


def one(public_id: str, person) -> Notification:
    """Return one that `person` was told and may see. Raises NotFound."""
    row = db.session.scalars(seen_by(person).where(Notification.public_id == public_id)).first()
    if row is None:
        raise NotFound()
    return row


def summed(person, since: datetime) -> dict[str, int]:
    """Return how many people, of those whom `person` sees, caused what they were told since then, by event."""
    lately = Notification.last_at >= since
    away = naming.kept_away(person, seen_by(person, Notification.id).where(lately))
    mine = seen_by(person, Notification.event, func.sum(Notification.actors)).where(lately)
    sums = db.session.execute(mine.group_by(Notification.event))
    return {event: int(number) - away.get(event, 0) for event, number in sums}


def choices(person) -> dict[tuple[str, str], bool]:
    """Return for every (event, channel) whether `person` wants to be told so."""
    rows = select(NotificationChoice).where(NotificationChoice.person_id == person.id)
    chosen = {(row.event, row.channel): row.wanted for row in db.session.scalars(rows)}
    return {(e, c): chosen.get((e, c), c == "app") for e in CHOSEN for c in CHANNELS}
