"""Looks at the parts: database, Redis, storage, and how long the oldest job has waited."""

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select, text

from wm.domains.platform.models import Audit
from wm.kernel import cache, clock, quarantine, queue
from wm.kernel.db import db
from wm.kernel.job import QUEUES, Job
from wm.kernel.storage import store

OLDEST_SECONDS = 600
log = logging.getLogger(__name__)


def parts() -> dict[str, dict[str, Any]]:
    """Return part -> {ok, needed, and what was measured}; only what is `needed` decides whether we can serve."""
    return {
        "database": _tried(_database, needed=True),
        "storage": _tried(_storage, needed=True),
        "redis": _tried(_redis, needed=False),
        "queue": _tried(_queue, needed=False),
    }


def _tried(look: Callable[[], dict[str, Any]], needed: bool) -> dict[str, Any]:
    started = clock.monotonic()
    try:
        found = look()
    except Exception as error:
        log.warning("%s is not well: %s", look.__name__.strip("_"), error)
        found = {"ok": False}
    return {"ok": True, "needed": needed, "ms": round((clock.monotonic() - started) * 1000, 1)} | found


def _database() -> dict[str, Any]:
    db.session.execute(text("SELECT 1"))
    return {}


def _storage() -> dict[str, Any]:
    store().ping()
    return {}


def _redis() -> dict[str, Any]:
    queue.connection().ping()
    cache.client().ping()
    return {}


def _queue() -> dict[str, Any]:
    """The oldest job that is due and not leased tells whether workers keep up."""
    oldest = db.session.scalar(select(func.min(Job.run_at)).where(Job.state == "due", Job.run_at <= clock.now()))
    age = (clock.now() - oldest).total_seconds() if oldest else 0.0
    return {"ok": age < OLDEST_SECONDS, "oldest_waiting_seconds": round(age, 1)}


def backlog() -> list[tuple[str, int, float]]:
    """Return (queue, jobs that are due, seconds that the oldest has waited), in order of priority."""
    waiting = select(Job.queue, func.count(), func.min(Job.run_at)).where(Job.state == "due", Job.run_at <= clock.now())
    found = {name: (count, oldest) for name, count, oldest in db.session.execute(waiting.group_by(Job.queue))}
    rows = ((name, *found.get(name, (0, None))) for name in QUEUES)
    return [(name, count, (clock.now() - oldest).total_seconds() if oldest else 0.0) for name, count, oldest in rows]


def acts_on(target: str, *, starting: str, limit: int) -> list[Audit]:
    """Return what was done to `target` ("person:42") by acts whose names start so, newest first."""
    wanted = select(Audit).where(Audit.target == target, Audit.event.startswith(starting, autoescape=True))
    return list(db.session.scalars(wanted.order_by(Audit.id.desc()).limit(limit)))


def failed_jobs(limit: int = 100) -> list[Job]:
    """Return the jobs that failed for good, newest first."""
    return quarantine.waiting(limit)
