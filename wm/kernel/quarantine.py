"""Jobs that failed for good: seen, retried or dropped by a person; and the forgetting of old rows."""

from datetime import datetime

from sqlalchemy import delete, select

from wm.kernel import clock, queue
from wm.kernel.db import after_commit, db
from wm.kernel.errors import NotFound, NotNow
from wm.kernel.job import Job


def retry(job_id: int) -> None:
    """Give a quarantined job its attempts back and run it now. Raises NotFound, NotNow."""
    row = _quarantined(job_id)
    row.state, row.attempts, row.run_at, row.finished_at = "due", 0, clock.now(), None
    after_commit(lambda: queue.nudge([(row.id, row.queue)]))


def drop(job_id: int) -> None:
    """Put a quarantined job aside for good. Raises NotFound, NotNow."""
    _quarantined(job_id).state = "dropped"


def _quarantined(job_id: int) -> Job:
    row = db.session.get(Job, job_id, with_for_update=True)
    if row is None:
        raise NotFound()
    if row.state != "quarantined":
        raise NotNow("This job is not in quarantine any more. Reload the list.")
    return row


def waiting(limit: int = 100) -> list[Job]:
    """Return the jobs that failed for good, newest first."""
    wanted = select(Job).where(Job.state == "quarantined").order_by(Job.finished_at.desc()).limit(limit)
    return list(db.session.scalars(wanted))


def forget_done(before: datetime, limit: int = 5000) -> int:
    """Delete finished rows older than `before`, in the present transaction and one bounded step; returns how many went."""
    old = select(Job.id).where(Job.state.in_(("done", "dropped")), Job.finished_at < before).limit(limit)
    chosen = list(db.session.scalars(old))
    db.session.execute(delete(Job).where(Job.id.in_(chosen)))
    return len(chosen)
