"""Whom a notification names before its person: the latest of those whom they still see, and how many those are."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from wm.domains import graph
from wm.domains.notifications.models import Notification, NotificationActor
from wm.kernel.db import db


class Named(NamedTuple):
    """Who is named first, by row id, and how many there are with them."""

    actor_id: int
    number: int


def is_kept_away(person, actor_id) -> ColumnElement[bool]:
    """Return the condition that `person` muted, or is apart from, whom that column names."""
    return or_(actor_id.in_(graph.hidden_ids(person)), actor_id.in_(graph.muted_ids(person)))


def names_somebody(person) -> ColumnElement[bool]:
    """Return the condition that somebody whom `person` sees is among those who caused a notification."""
    actor = NotificationActor
    mine = actor.notification_id == Notification.id, ~is_kept_away(person, actor.person_id)
    others = select(actor.id).where(*mine).correlate(Notification).exists()
    return or_(~is_kept_away(person, Notification.last_actor_id), others)


def named(rows: Iterable[Notification], person) -> dict[int, Named]:
    """Return whom each of `rows`, all of them seen by `person`, names."""
    rows = list(rows)
    away = _away([row.id for row in rows], person)
    latest = _latest([row.id for row in rows if row.last_actor_id in away.get(row.id, ())], person)
    return {
        row.id: Named(latest.get(row.id, row.last_actor_id), max(1, row.actors - len(away.get(row.id, ()))))
        for row in rows
    }


def _away(ids: list[int], person) -> dict[int, set[int]]:
    """Return which of those who caused these notifications `person` does not see."""
    actor, found = NotificationActor, {}
    if ids:
        mine = actor.notification_id.in_(ids), is_kept_away(person, actor.person_id)
        for notification_id, person_id in db.session.execute(
            select(actor.notification_id, actor.person_id).where(*mine)
        ):
            found.setdefault(notification_id, set()).add(person_id)
    return found


def _latest(ids: list[int], person) -> dict[int, int]:
    """Return who caused each of these notifications last, of those whom `person` sees."""
    if not ids:
        return {}
    actor = NotificationActor
    mine = actor.notification_id.in_(ids), ~is_kept_away(person, actor.person_id)
    last = select(func.max(actor.id)).where(*mine).group_by(actor.notification_id)
    rows = db.session.execute(select(actor.notification_id, actor.person_id).where(actor.id.in_(last)))
    return dict(rows.all())


def kept_away(person, seen: Select) -> dict[str, int]:
    """Return how many of those who caused the notifications whose ids `seen` selects `person` does not see, by event."""
    actor = NotificationActor
    mine = select(Notification.event, func.count(actor.id)).join(actor, actor.notification_id == Notification.id)
    mine = mine.where(Notification.id.in_(seen), is_kept_away(person, actor.person_id))
    return dict(db.session.execute(mine.group_by(Notification.event)).all())
