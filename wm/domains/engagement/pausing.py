"""Pausing one's history: no places are kept from that moment on, while views count as ever."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select

from wm.domains.engagement.models import HistoryPause
from wm.kernel.db import db, ignoring_duplicates


def pause_history(person) -> None:
    """Keep no places of `person`'s from now on; pausing again changes nothing."""
    db.session.execute(ignoring_duplicates(insert(HistoryPause)).values(person_id=person.id))


def resume_history(person) -> None:
    """Keep places again."""
    db.session.execute(delete(HistoryPause).where(HistoryPause.person_id == person.id))


def history_paused_since(person) -> datetime | None:
    """Return since when `person`'s history is paused, None when it is not."""
    if person.id is None:
        return None
    return db.session.scalar(select(HistoryPause.since).where(HistoryPause.person_id == person.id))


def pauses(person_ids: Iterable[int]) -> dict[int, datetime]:
    """Return {person id: since when} for those of these people whose history is paused."""
    chosen = set(person_ids)
    if not chosen:
        return {}
    rows = select(HistoryPause.person_id, HistoryPause.since).where(HistoryPause.person_id.in_(chosen))
    return dict(db.session.execute(rows).all())
