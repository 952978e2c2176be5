"""The worker: takes nudges from one queue and runs the job rows they name.

`python -m jobs.worker QUEUE` is one worker; `jobs.pool` keeps one for each queue."""

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress

from flask import current_app
from rq import SimpleWorker, Worker
from rq.job import Job as Nudge
from rq.serializers import JSONSerializer
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty

import jobs
from wm.app import create_app
from wm.kernel import clock, db, queue
from wm.kernel import job as rows
from wm.kernel.job import Lease, LostLease

HEARTBEAT_SECONDS = rows.LEASE_SECONDS / 4
GRACE_SECONDS = 20.0  # that a worker which is asked to end still works on; supervisor waits for 35, docker for 30
log = logging.getLogger("jobs")


class Asked(BaseException):
    """This worker was asked to end, and has had its time: nothing that we wrote takes it for a failure."""


class SafeNudge(Nudge):
    """An RQ job that can be nothing but a nudge: any other function, or a callback, is refused."""

    @property
    def func(self):
        if self.func_name != queue.ENTRY_POINT:
            raise PermissionError(f"refused to run {self.func_name!r} from the queue")
        return run_row

    success_callback = failure_callback = stopped_callback = property(lambda self: None)


class _Safe:
    job_class = SafeNudge

    def __init__(self, *args, **kwargs):
        kwargs |= {"serializer": JSONSerializer, "job_class": SafeNudge}
        super().__init__(*args, **kwargs)


class QuickWorker(_Safe, SimpleWorker):
    """Runs nudges in its own process: for many small jobs."""


class ForkingWorker(_Safe, Worker):
    """Runs each nudge in a child of its own: for encodes, which may take memory or crash.

    Asked to end, it lets the child work on for `grace` seconds, and then has it give its job back."""

    grace = GRACE_SECONDS

    def setup_work_horse_signals(self):
        super().setup_work_horse_signals()
        signal.signal(signal.SIGTERM, _end)

    def handle_warm_shutdown_request(self):
        super().handle_warm_shutdown_request()
        timer = threading.Timer(self.grace, self._end_child)
        timer.daemon = True
        timer.start()

    def _end_child(self) -> None:
        if child := self.horse_pid:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)


def _end(*_) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once: what follows tidies up
    raise Asked


def run_row(job_id: int) -> bool:
    """Claim the job row, run it, and commit its effect together with `done`; False when there is nothing to do."""
    lease = rows.claim(job_id)
    if lease is None:
        return False
    mark = rows.entered(lease)
    try:
        _run(lease)
    except LostLease as lost:
        log.warning("%s", lost)
    except Asked:
        _let_go(lambda: rows.give_back(lease))
    except (Exception, JobTimeoutException):
        log.exception("job %s (%s) failed at attempt %s", lease.job_id, lease.kind, lease.attempt)
        error = traceback.format_exc()
        _let_go(lambda: rows.fail(lease, error))
    finally:
        rows.left(mark)
    return True


def _let_go(put_back: Callable[[], None]) -> None:
    db.rollback()
    try:
        put_back()
    except LostLease as lost:
        log.warning("%s", lost)


def _run(lease: Lease) -> None:
    what = jobs.known.get(lease.kind)
    if what is None:
        raise LookupError(f"no worker knows jobs of kind {lease.kind!r}")
    started = clock.monotonic()
    with _wall_clock(what.timeout):
        (_run_long if what.is_long else _run_short)(what, lease)
    log.info("job %s (%s) done in %.2f s", lease.job_id, lease.kind, clock.monotonic() - started)


def _wall_clock(seconds: int):
    if threading.current_thread() is threading.main_thread():
        return UnixSignalDeathPenalty(seconds, JobTimeoutException)
    return _Patience()


class _Patience:
    """No time limit: signals reach the main thread only."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


def _run_short(what: jobs.Known, lease: Lease) -> None:
    def unit() -> None:
        with db.transaction():
            what.run(**lease.args)
            rows.finish(lease)

    db.retried(unit)


def _run_long(what: jobs.Known, lease: Lease) -> None:
    with _Heartbeat(lease):
        what.run(**lease.args)
    with db.transaction():
        rows.finish(lease)


class _Heartbeat:
    """Renews a lease from a thread while the block runs; stops quietly once the lease is lost."""

    def __init__(self, lease: Lease):
        self.app, self.lease, self.over = current_app._get_current_object(), lease, threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        return False

    def _beat(self) -> None:
        while not self.over.wait(HEARTBEAT_SECONDS):
            try:
                with self.app.app_context():
                    self.lease.renew()
            except LostLease:
                return
            except Exception:
                log.exception("could not renew the lease of job %s, trying again", self.lease.job_id)


def work(app, queue_name: str, burst: bool = False, grace: float = GRACE_SECONDS) -> None:
    """Run one worker on one queue until it is told to stop, or has done its number of jobs; `grace` as in ForkingWorker."""
    with app.app_context():
        kind = ForkingWorker if queue_name == "media" else QuickWorker
        client = queue.redis.patient(app.config["REDIS_URL"])
        worker = kind([queue.named(queue_name, client)], connection=client, name=None)
        db.prepare()  # here, and not in each child anew
        worker.log_result_lifespan, worker.grace = False, grace
        limit = None if queue_name == "media" else app.config["WORKER_MAX_JOBS"]
        worker.work(burst=burst, logging_level="WARNING", max_jobs=limit)


def main() -> None:
    """Start the worker of the queue that the command line names."""
    if len(sys.argv) != 2 or sys.argv[1] not in rows.QUEUES:
        raise SystemExit(f"usage: python -m jobs.worker {'|'.join(rows.QUEUES)}")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    work(create_app(), sys.argv[1])


if __name__ == "__main__":
    main()
