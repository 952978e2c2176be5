"""The sweeper: every few seconds it nudges whatever is due. It is the only delivery guarantee."""

import logging
import signal
import threading

from flask import Flask

from jobs import schedule
from wm.app import create_app
from wm.kernel import cache, clock, queue
from wm.kernel import job as rows
from wm.kernel.db import rollback, transaction

EVERY_SECONDS = 10
log = logging.getLogger("jobs.sweeper")


def sweep() -> int:
    """Promise what the schedule asks for and nudge every due row; returns how many were nudged."""
    with transaction():
        schedule.promise(clock.now())
    waiting = rows.due()
    rollback()
    cache.put("sweeper", clock.now().isoformat(), seconds=600)
    return queue.nudge_quietly(waiting)


def keep_sweeping(app: Flask) -> None:
    """Sweep until told to stop by TERM; a failed sweep is logged and tried again."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    while not over.is_set():
        try:
            with app.app_context():
                sweep()
        except Exception:
            log.exception("this sweep failed, the next one comes in %s s", EVERY_SECONDS)
        over.wait(EVERY_SECONDS)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: signal.raise_signal(signal.SIGTERM))
    keep_sweeping(create_app())
