"""Asking again: what is not answered is promised a job, and its next turn."""

from datetime import timedelta

from wm.domains.payments import queries
from wm.kernel import clock, job
from wm.kernel.db import db

TURN_SECONDS = 60


def promise_asking() -> int:
    """Promise a job for every attempt that is due, in the present transaction; returns how many."""
    waiting = queries.due()
    for attempt in waiting:
        attempt.ask_at = clock.now() + timedelta(seconds=TURN_SECONDS)
        job.enqueue("payments.follow", attempt.public_id, attempt_id=attempt.id)
    db.session.flush()
    return len(waiting)
