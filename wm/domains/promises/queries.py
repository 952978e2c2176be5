"""Reads: what was promised at a moment, and its words."""

from datetime import datetime

from sqlalchemy import select

from wm.domains.promises.models import STANDARD_DAYS, STANDARD_PART, Promise
from wm.kernel import clock
from wm.kernel.db import db


def in_force(person_id: int, moment: datetime | None = None) -> Promise:
    """Return what somebody promised about whatever was sold at `moment` (None: now); the standard if they never said."""
    theirs = select(Promise).where(Promise.person_id == person_id, Promise.from_at <= (moment or clock.now()))
    found = db.session.scalars(theirs.order_by(Promise.from_at.desc(), Promise.id.desc()).limit(1)).first()
    return found or Promise(person_id=person_id, days=STANDARD_DAYS, part=STANDARD_PART, is_until_download=True)


def words_of(promise: Promise) -> str:
    """Return a promise as people read it before they pay, and on their receipt."""
    if not promise.days:
        return "No refund by itself: write what is wrong, and the creator answers within 7 days. Staff help if need be."
    limits = []
    if promise.part < 100:
        limits.append(f"more than {promise.part}% of a film was watched")
    if promise.is_until_download:
        limits.append("a file was downloaded")
    but = f", unless {' or '.join(limits)}" if limits else ""
    later = (
        "After that, or then, ask, and the creator answers." if limits else "After that, ask, and the creator answers."
    )
    return f"Money back within {promise.days} days, no questions asked{but}. {later}"
