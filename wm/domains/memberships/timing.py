"""When a membership is looked at again: at the very moment, by a job of its own; every hour for what was missed."""

from wm.domains.memberships.models import Membership
from wm.kernel import job

TURN = "memberships.turn"  # the job in jobs/memberships.py


def wake(row: Membership) -> None:
    """Promise to look at a membership when it is due, once for that moment."""
    if row.due_at is not None:
        key = f"{TURN}:{row.public_id}:{int(row.due_at.timestamp())}"
        job.enqueue(TURN, subject=row.public_id, run_at=row.due_at, key=key, membership_id=row.id)
