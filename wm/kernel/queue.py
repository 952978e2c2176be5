"""The nudge: tells a worker through RQ that a job row is due. Losing one loses nothing."""

import logging
from collections.abc import Iterable

from flask import current_app
from rq import Queue
from rq.serializers import JSONSerializer

from wm.kernel import redis

ENTRY_POINT = "jobs.worker.run_row"
NUDGE_TIMEOUT = 2 * 3600
QUIET_SECONDS = 30

log = logging.getLogger(__name__)


def connection() -> redis.redis.Redis:
    """Return the client of the queue Redis of the present app."""
    return redis.connect(current_app.config["REDIS_URL"], redis.QUEUE_TIMEOUT)


def named(name: str, client=None) -> Queue:
    """Return the RQ queue `name`; everything on it is JSON."""
    return Queue(name, connection=client or connection(), serializer=JSONSerializer)


def nudge(rows: Iterable[tuple[int, str]]) -> int:
    """Put (job id, queue) pairs on their queues; returns how many, and never raises when Redis is away."""
    if not current_app.config.get("NUDGE", True):
        return 0
    try:
        return sum(_enqueue(row, name) for row, name in rows)
    except redis.Error as error:
        log.warning("queue unreachable, the sweeper will nudge again: %s", error)
        return 0


def nudge_quietly(rows: Iterable[tuple[int, str]]) -> int:
    """The sweeper's nudge: passes over rows that were nudged within the last 30 seconds."""
    try:
        client = connection()
        fresh = [(row, name) for row, name in rows if client.set(f"nudged:{row}", 1, nx=True, ex=QUIET_SECONDS)]
    except redis.Error as error:
        log.warning("queue unreachable: %s", error)
        return 0
    return nudge(fresh)


def _enqueue(row: int, name: str) -> int:
    named(name).enqueue(ENTRY_POINT, row, job_timeout=NUDGE_TIMEOUT, result_ttl=0, failure_ttl=3600)
    return 1


def lengths(names: Iterable[str]) -> dict[str, int]:
    """Return how many nudges wait on each queue."""
    return {name: named(name).count for name in names}
