"""Updates of a site while a film is made: its encoder is asked to end again and again, and the film does not suffer (V16)."""

import os
import signal
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from tests.services import Server
from tests.trust.media.corpus import Corpus
from tests.trust.media.crew import begun, states
from wm.domains import media
from wm.kernel import job, queue
from wm.kernel.db import db, rollback

SOURCE, PATIENCE, GRACE = "slow.mp4", 240, 0.3
MOST_SECONDS = 12  # that supervisor would wait for one, many times over


def run(app, count: int, *controls: str) -> dict:
    """End the encoder of a film `count` times, each time while it works on the same step; count what it lost by that."""
    content = Corpus(Path(app.config["VAR_DIR"]))(SOURCE).read_bytes()
    film_id = begun(content)
    slow, counted = 0, 0
    for _ in range(count):
        encoder = hired(*controls)
        wait_for_work(film_id)
        time.sleep(0.5)
        began = time.monotonic()
        os.kill(encoder.process.pid, signal.SIGTERM)
        encoder.process.wait(60)
        slow += time.monotonic() - began > MOST_SECONDS
        counted = max(counted, tries())
        encoder.stop()
    encoder, end = hired(*controls), time.monotonic() + (20 if controls else PATIENCE)
    while not over(film_id) and time.monotonic() < end:
        time.sleep(0.2)
        queue.nudge_quietly(job.due())
        media.tidy()
    encoder.stop()
    film = states([film_id])[film_id]
    return {"films": count, "slow": slow, "tries_counted": counted, "not_ready": int(film.state != "ready")}


def hired(*controls: str) -> Server:
    """An encoder as the site runs it, but with little grace."""
    return Server("encoder", [sys.executable, "-m", "tests.trust.media.encoder", str(GRACE), *controls])


def wait_for_work(film_id: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and not over(film_id):
        rollback()
        held = select(func.count()).where(
            job.Job.lease_token.is_not(None), job.Job.state == "due", job.Job.queue == "media"
        )
        if db.session.scalar(held):
            return
        queue.nudge_quietly(job.due())
        time.sleep(0.2)


def over(film_id: int) -> bool:
    return states([film_id])[film_id].state in ("ready", "failed")


def tries() -> int:
    """The most tries of a step that nobody holds: none is counted that was given back."""
    rollback()
    waiting = job.Job.state == "due", job.Job.queue == "media"
    return db.session.scalar(select(func.max(job.Job.attempts)).where(*waiting)) or 0


def bad(found: dict) -> int:
    """How much of it should not be."""
    return found["slow"] + found["tries_counted"] + found["not_ready"]


def run_broken(app, _count: int) -> dict:
    """The control: an encoder that ends without a word."""
    return run(app, job.DEATHS + 1, "ends_at_once")
