"""Workers may be killed, and Redis emptied, at any moment: every job is done, and its effect is there once."""

import os
import random
import signal
import sys
import time
from collections import Counter

import psutil
import pytest
from sqlalchemy import func, select

from tests.services import Server, wait_until
from wm.domains.platform.models import Audit
from wm.kernel import job, queue, redis
from wm.kernel.db import db, transaction

JOBS, KILLS = 120, 12


@pytest.fixture
def pool(app, settings):
    given = {name: str(value) for name, value in settings.items()} | {"ENVIRONMENT": "testing", "WORKER_MAX_JOBS": "40"}
    server = Server("pool", [sys.executable, "-m", "tests.kernel.pool_of_notes"], env=given)
    yield server
    server.stop()


def promise(count):
    with transaction():
        for n in range(count):
            job.enqueue("notes.note", n=n)


def left():
    with transaction():
        return db.session.scalar(select(func.count()).select_from(job.Job).where(job.Job.state != "done"))


def effects():
    with transaction():
        return Counter(db.session.scalars(select(Audit.target)))


def sweep():
    with transaction():
        waiting = job.due()
    queue.nudge(waiting)


def workers(pool):
    return psutil.Process(pool.process.pid).children()


@pytest.mark.slow
def test_no_job_is_lost_or_done_twice_when_workers_are_killed_and_redis_is_emptied(app, pool):
    promise(JOBS)
    wait_until(lambda: len(workers(pool)) == 2, "two workers")
    chance = random.Random(7)

    for kill in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.3))
        if victims := workers(pool):
            os.kill(chance.choice(victims).pid, signal.SIGKILL)
        if kill % 4 == 0:
            redis.connect(app.config["REDIS_URL"], 2.0).flushall()
    deadline = time.monotonic() + 150
    while left() and time.monotonic() < deadline:
        sweep()
        time.sleep(1)

    assert left() == 0
    assert effects() == {f"note:{n}": 1 for n in range(JOBS)}


@pytest.mark.once
def test_a_worker_is_replaced_after_its_number_of_jobs_and_work_goes_on(app, pool):
    wait_until(lambda: len(workers(pool)) == 2, "two workers")
    first = {worker.pid for worker in workers(pool)}

    promise(100)
    sweep()
    wait_until(lambda: not left(), "all jobs", 60)

    assert {worker.pid for worker in workers(pool)} != first
    assert sum(effects().values()) == 100
