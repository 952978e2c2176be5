"""Writes: telling one person, reading, and what a person wants to be told."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from wm.domains.notifications import counter, policy
from wm.domains.notifications.models import (
    CHANNELS,
    CHOSEN,
    OFFERED,
    Notification,
    NotificationActor,
    NotificationChoice,
)
from wm.domains.notifications.queries import unread_ids
from wm.domains.notifications.tidings import Tiding
from wm.kernel import clock, ids
from wm.kernel.db import db, ignoring_duplicates

KEPT = timedelta(days=90)
FORGET_AT_ONCE = 2000


def tell(person, tiding: Tiding) -> Notification | None:
    """Tell `person`, in one row with what they have not read of the same; None when they are not to be told."""
    if not policy.is_told(person, tiding) or _was_told_before(person, tiding):
        return None
    row = _open_row(person, tiding)
    actor = {"notification_id": row.id, "person_id": tiding.actor_id, "at": clock.now()}
    is_new = db.session.execute(ignoring_duplicates(insert(NotificationActor)).values(**actor)).rowcount
    row.actors += 1 if is_new else 0
    row.last_actor_id, row.last_at, row.anchor = tiding.actor_id, clock.now(), tiding.anchor
    db.session.flush()
    counter.changed([person.id])
    return row


def _was_told_before(person, tiding: Tiding) -> bool:
    """Whether the same deed of the same actor was told already: who likes, takes it back and likes again tells nothing."""
    if tiding.happens_again:
        return False
    row, actor = Notification, NotificationActor
    before = select(actor.id).join(row, row.id == actor.notification_id).where(row.person_id == person.id)
    before = before.where(row.group_key == tiding.group_key, actor.person_id == tiding.actor_id)
    return db.session.execute(before.limit(1)).first() is not None


def _open_row(person, tiding: Tiding) -> Notification:
    """Return the unread row of this group, locked; made now when there is none."""
    values = tiding.row() | {"person_id": person.id, "public_id": ids.new(), "last_at": clock.now(), "actors": 0}
    db.session.execute(ignoring_duplicates(insert(Notification)).values(**values))
    mine = Notification.person_id == person.id, Notification.group_key == tiding.group_key, Notification.round == 0
    wanted = select(Notification).where(*mine).with_for_update()
    row = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    row.read_at = None
    return row


def read(row: Notification) -> None:
    """Say that its person has seen one."""
    if row.is_unread:
        row.read_at, row.round = clock.now(), row.id
        counter.changed([row.person_id])


def unread_again(row: Notification) -> None:
    """Take that back, unless more of the same waits already."""
    if not row.is_unread:
        _reopen(row.person_id, Notification.id == row.id)
        db.session.refresh(row)


def read_all(person) -> datetime | None:
    """Say that `person` has seen all; returns the moment, by which `reopen_all` finds them; None when none was unread."""
    now = clock.now()
    waiting = list(db.session.scalars(unread_ids(person)))
    if not waiting:
        return None
    mine = update(Notification).where(Notification.id.in_(waiting), Notification.read_at.is_(None))
    db.session.execute(mine.values(read_at=now, round=Notification.id).execution_options(synchronize_session=False))
    counter.changed([person.id])
    return now


def reopen_all(person, moment: datetime) -> None:
    """Take back what `read_all` did at that moment."""
    _reopen(person.id, Notification.read_at == moment)


def _reopen(person_id: int, *conditions) -> None:
    again = update(Notification).where(Notification.person_id == person_id, *conditions)
    again = again.values(read_at=None, round=0).execution_options(synchronize_session=False)
    db.session.execute(ignoring_duplicates(again))
    counter.changed([person_id])


def let_go_of_comment(content_id: int, anchor: str) -> None:
    """Forget what led to a comment that is gone; what several caused leads to the piece instead."""
    led = Notification.content_id == content_id, Notification.anchor == anchor
    alone = db.session.execute(
        select(Notification.id, Notification.person_id).where(*led, Notification.actors <= 1)
    ).all()
    db.session.execute(delete(Notification).where(Notification.id.in_([row.id for row in alone])))
    db.session.execute(update(Notification).where(*led).values(anchor="").execution_options(synchronize_session=False))
    counter.changed({row.person_id for row in alone})


def choose(person, wanted: Collection[tuple[str, str]]) -> None:
    """Keep which of the offered (event, channel) pairs `person` wants."""
    mine = NotificationChoice.person_id == person.id, NotificationChoice.channel.in_(OFFERED)
    db.session.execute(delete(NotificationChoice).where(*mine))
    pairs = [(event, channel) for event in CHOSEN for channel in CHANNELS if channel in OFFERED]
    rows = [{"person_id": person.id, "event": e, "channel": c, "wanted": (e, c) in wanted} for e, c in pairs]
    db.session.execute(insert(NotificationChoice), rows)


def forget_old() -> int:
    """Forget what was read too long ago, so many at a time; returns how many."""
    old = select(Notification.id).where(Notification.read_at < clock.now() - KEPT).order_by(Notification.read_at)
    chosen = list(db.session.scalars(old.limit(FORGET_AT_ONCE)))
    if chosen:
        db.session.execute(delete(Notification).where(Notification.id.in_(chosen)))
    return len(chosen)
