"""Counting likes, saves and reposts in the background: from the rows themselves, so that counting twice adds nothing."""

from collections.abc import Iterable

from sqlalchemy import case, delete, distinct, func, select, update

from wm.domains.content import Content
from wm.domains.engagement.models import Collection, Like, Save, Tally
from wm.kernel.db import db

BATCH = 500
NAMES = ("likes", "saves", "reposts")
Counts = dict[int, tuple[int, int, int]]


def touch(content_ids: Iterable[int]) -> None:
    """Have these pieces counted anew with the next batch."""
    db.session.add_all(Tally(content_id=each, likes=0, saves=0) for each in content_ids)


def recount(limit: int = BATCH) -> int:
    """Bring the counts of pieces that were touched up to date, a batch at a time; returns how many changes it took."""
    waiting = db.session.execute(select(Tally.id, Tally.content_id).order_by(Tally.id).limit(limit)).all()
    if waiting:
        db.session.execute(delete(Tally).where(Tally.id.in_([row.id for row in waiting])))
        _write(_counted({row.content_id for row in waiting}))
    return len(waiting)


def reconcile(after_id: int = 0, limit: int = BATCH) -> tuple[int, int]:
    """Prove the counts of the next pieces against their rows and mend them.

    Returns (last id looked at, 0 when there are no more; how many were wrong)."""
    columns = select(Content.id, *(getattr(Content, name) for name in NAMES))
    said = db.session.execute(columns.where(Content.id > after_id).order_by(Content.id).limit(limit)).all()
    true = _counted({row.id for row in said})
    wrong = {row.id: true[row.id] for row in said if true[row.id] != tuple(row[1:])}
    _write(wrong)
    return (said[-1].id if said else 0), len(wrong)


def _counted(content_ids: set[int]) -> Counts:
    """Return (likes, people who save it, reposts that are out) of each piece."""
    there = Collection.id == Save.collection_id, Collection.removed_at.is_(None)
    saved = select(Save.content_id, func.count(distinct(Save.person_id))).where(*there)
    again = select(Content.repost_of_id, func.count()).where(Content.state == "published")
    found = (
        _by_piece(select(Like.content_id, func.count()), Like.content_id, content_ids),
        _by_piece(saved, Save.content_id, content_ids),
        _by_piece(again, Content.repost_of_id, content_ids),
    )
    return {each: tuple(one.get(each, 0) for one in found) for each in content_ids}


def _by_piece(counting, column, content_ids: set[int]) -> dict[int, int]:
    rows = db.session.execute(counting.where(column.in_(content_ids)).group_by(column))
    return dict(rows.all())


def _write(counts: Counts) -> None:
    if not counts:
        return
    values = {
        name: case({each: found[place] for each, found in counts.items()}, value=Content.id, else_=0)
        for place, name in enumerate(NAMES)
    }
    chosen = update(Content).where(Content.id.in_(counts)).values(**values, updated_at=Content.updated_at)
    db.session.execute(chosen, execution_options={"synchronize_session": False})
