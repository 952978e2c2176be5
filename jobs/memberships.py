"""Memberships by the clock: what is due is looked at one by one, each in a transaction of its own."""

from jobs import job
from wm.domains import memberships
from wm.kernel import clock
from wm.kernel import job as rows

AT_ONCE = 500


@job("critical")
def turn(membership_id: int) -> None:
    """Renew a membership, try again, or end it, as is due."""
    memberships.turn(membership_id)


@job("critical", timeout=300)
def sweep() -> None:
    """Promise a look at all that is due and was missed; each has a key of this hour, so that none is promised twice."""
    memberships.pro()
    hour = f"{clock.now():%Y%m%d%H}"
    for membership_id in memberships.due(AT_ONCE):
        key = f"memberships.sweep:{membership_id}:{hour}"
        rows.enqueue("memberships.turn", key=key, membership_id=membership_id)
