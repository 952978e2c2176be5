"""Counting who follows whom: after every change, and for everybody at night."""

from jobs import job, long_job
from wm.domains import graph
from wm.kernel.db import retried, transaction


@job("default")
def count_follows(follower_id: int, followed_id: int) -> None:
    """Count both ends of a follow that came or went."""
    graph.recount([follower_id, followed_id])


@long_job("maintenance", timeout=1800)
def reconcile() -> None:
    """Prove the counts of everybody, a few people at a time."""
    last = 0
    while last is not None:
        last = retried(lambda after=last: _recounted(after))


def _recounted(after: int) -> int | None:
    with transaction():
        return graph.recount_after(after)
