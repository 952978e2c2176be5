"""Who is told: nobody of their own deeds, nor of people or pieces that they do not want or may not see."""

from sqlalchemy import exists, select

from wm.domains import content, graph
from wm.domains.notifications.models import NotificationChoice
from wm.domains.notifications.tidings import Tiding
from wm.kernel.db import db

CHOSEN_AS = {"tipped_unnamed": "tipped"}  # one wish for both


def is_told(person, tiding: Tiding) -> bool:
    """Whether `person` is to be told this in the app."""
    if person is None or person.closed_at is not None or (person.id == tiding.actor_id) != tiding.is_of_the_site:
        return False
    if graph.are_apart(person, tiding.actor_id) or graph.mutes(person, tiding.actor_id):
        return False
    return _wants(person.id, CHOSEN_AS.get(tiding.event, tiding.event)) and _may_open(person, tiding.content_id)


def _wants(person_id: int, event: str) -> bool:
    choice = NotificationChoice
    no = exists().where(
        choice.person_id == person_id, choice.event == event, choice.channel == "app", choice.wanted.is_(False)
    )
    return not db.session.scalar(select(no))


def _may_open(person, content_id: int | None) -> bool:
    if content_id is None:
        return True
    piece = content.Content
    return db.session.scalar(content.openable(person).where(piece.id == content_id)) is not None
