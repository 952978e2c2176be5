"""Reads of imports; everything is fetched through its owner."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select

from wm.domains.imports.errors import ImportNotFound
from wm.domains.imports.models import UNDER_WAY, Import
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

SHOWN = timedelta(days=1)  # what failed stays in the list for so long
DAY = timedelta(days=1)
PAGE = 20


def mine(public_id: str, person_id: int) -> Import:
    """Return the person's import. Raises ImportNotFound (404), also for somebody else's."""
    wanted = select(Import).where(Import.public_id == public_id, Import.person_id == person_id)
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise ImportNotFound()
    return found


def find(import_id: int) -> Import | None:
    """Return an import by its row, for work behind the scenes."""
    return db.session.get(Import, import_id, populate_existing=True)


def under_way(person_id: int, limit: int = 50) -> list[Import]:
    """Return the person's imports that go on, and those that failed lately, newest first."""
    recent = (Import.state == "failed") & (Import.ended_at > clock.now() - SHOWN)
    theirs = select(Import).where(Import.person_id == person_id, Import.state.in_(UNDER_WAY) | recent)
    return list(db.session.scalars(theirs.order_by(Import.id.desc()).limit(limit)))


def of_person(person_id: int, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of all that the person ever brought or tried to, newest first."""
    theirs = select(Import).where(Import.person_id == person_id)
    if place := decode(cursor, int):
        theirs = theirs.where(Import.id < place[0])
    rows = db.session.scalars(theirs.order_by(Import.id.desc()).limit(size + 1)).all()
    return cut(rows, size, lambda row: (row.id,))


def among(upload_ids: Iterable[int]) -> dict[int, Import]:
    """Return the imports that fill some of these uploads, by upload."""
    found = db.session.scalars(select(Import).where(Import.upload_id.in_(list(upload_ids))))
    return {each.upload_id: each for each in found}


def count_today(person_id: int) -> int:
    """Return how many imports the person began in the last 24 hours."""
    since = clock.now() - DAY
    return db.session.scalar(select(func.count()).where(Import.person_id == person_id, Import.created_at > since))
