"""Job rows: promised with their cause, leased to one worker, never lost, never done twice."""

import os
import signal
import subprocess
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

import jobs
from jobs import worker
from wm.kernel import clock, db, quarantine
from wm.kernel import job as rows
from wm.kernel.job import Job, LostLease

done: list[str] = []


@jobs.job("default")
def note(what: str) -> None:
    if what == "bad":
        raise RuntimeError("it broke")
    if what == "long":
        raise worker.Asked
    done.append(what)


KIND = next(kind for kind, known in jobs.known.items() if known.run is note)


@pytest.fixture(autouse=True)
def clean_slate(app):
    done.clear()
    yield
    clock.shift(timedelta(0))


def promise(**args):
    with db.transaction():
        rows.enqueue(KIND, **args)
    return latest()


def latest():
    with db.transaction():
        return db.db.session.scalar(select(func.max(Job.id)))


def state(job_id):
    with db.transaction():
        return db.db.session.get(Job, job_id, populate_existing=True).state


def test_a_promise_is_kept_once():
    job_id = promise(what="tea")

    assert worker.run_row(job_id) is True
    assert worker.run_row(job_id) is False
    assert done == ["tea"]
    assert state(job_id) == "done"


def test_a_promise_goes_with_its_cause():
    before = latest()

    def promise_and_break():
        with db.transaction():
            rows.enqueue(KIND, what="never")
            raise RuntimeError("the cause did not happen")

    with pytest.raises(RuntimeError):
        promise_and_break()

    assert latest() == before


def test_the_same_key_promises_once():
    first = promise(what="a", key="once")

    assert promise(what="b", key="once") == first


def test_only_one_worker_holds_the_lease():
    job_id = promise(what="tea")

    lease = rows.claim(job_id)

    assert lease.args == {"what": "tea"}
    assert rows.claim(job_id) is None


def test_a_lease_that_ran_out_passes_on_and_the_first_holder_may_not_finish():
    job_id = promise(what="tea")
    asleep = rows.claim(job_id)
    clock.shift(timedelta(seconds=rows.LEASE_SECONDS + 1))

    awake = rows.claim(job_id)

    assert awake.attempt == 2
    with pytest.raises(LostLease), db.transaction():
        rows.finish(asleep)
    with pytest.raises(LostLease):
        asleep.renew()
    with db.transaction():
        rows.finish(awake)
    assert state(job_id) == "done"


def test_a_poison_job_ends_in_quarantine_and_can_be_retried_or_dropped():
    job_id = promise(what="bad")
    for _ in range(rows.ATTEMPTS):
        worker.run_row(job_id)
        with db.transaction():
            db.db.session.execute(text("UPDATE job SET run_at = created_at"))

    assert state(job_id) == "quarantined"
    assert "it broke" in quarantine.waiting()[0].error
    with db.transaction():
        quarantine.retry(job_id)
    assert state(job_id) == "due"


def test_a_job_whose_workers_always_die_ends_in_quarantine():
    job_id = promise(what="tea")
    for _ in range(rows.ATTEMPTS):
        assert rows.claim(job_id)
        with db.transaction():
            db.db.session.execute(text("UPDATE job SET run_at = created_at"))

    assert rows.claim(job_id) is None
    assert state(job_id) == "quarantined"


def hurry():
    with db.transaction():
        db.db.session.execute(text("UPDATE job SET run_at = created_at"))


def test_what_no_worker_survives_is_given_up_early_where_strangers_files_are_opened():
    with db.transaction():
        rows.enqueue("media.encode", subject="poison")
    job_id = latest()
    for _ in range(rows.DEATHS):
        assert rows.claim(job_id)
        hurry()

    assert rows.claim(job_id) is None
    assert state(job_id) == "quarantined"


def test_what_a_worker_lived_to_tell_is_tried_as_often_as_anything():
    with db.transaction():
        rows.enqueue("media.encode", subject="a store that is away")
    job_id = latest()
    for _ in range(rows.ATTEMPTS - 1):
        rows.fail(rows.claim(job_id), "the store is away")
        hurry()

    assert rows.claim(job_id).attempt == rows.ATTEMPTS > rows.DEATHS


def test_a_worker_that_is_asked_to_end_gives_its_job_back():
    job_id = promise(what="long")

    for _ in range(rows.ATTEMPTS + 1):
        assert worker.run_row(job_id) is True

    with db.transaction():
        row = db.db.session.get(Job, job_id, populate_existing=True)
        assert (row.state, row.attempts, row.lease_token, row.error) == ("due", 0, None, "")


@pytest.mark.once
def test_the_child_of_a_worker_that_ends_is_asked_and_hears_it_once():
    encoder, child = worker.ForkingWorker.__new__(worker.ForkingWorker), subprocess.Popen(["sleep", "60"])
    encoder._horse_pid = child.pid
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        encoder.setup_work_horse_signals()
        with pytest.raises(worker.Asked):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    encoder._end_child()

    assert child.wait(10) == -signal.SIGTERM


def test_a_step_that_lasts_gives_the_attempts_back():
    job_id = promise(what="tea")
    for _ in range(rows.ATTEMPTS - 1):
        lease = rows.claim(job_id)
        with db.transaction():
            db.db.session.execute(text("UPDATE job SET run_at = created_at"))
    with db.transaction():
        rows.progressed(lease)

    assert rows.claim(job_id).attempt == 2


def test_the_queue_runs_nothing_but_the_entry_point():
    forged = worker.SafeNudge.create("os.system", ["touch /tmp/forged"], connection=object(), serializer=None)

    with pytest.raises(PermissionError):
        forged.func()
    assert forged.success_callback is None


def test_what_is_due_is_found_longest_waiting_first():
    later = promise(what="b", run_at=clock.now() + timedelta(hours=1))
    first = promise(what="a")

    due = [job_id for job_id, _queue in rows.due()]

    assert first in due
    assert later not in due


def test_on_a_queue_with_an_order_any_nudge_takes_what_is_urgent_and_then_what_is_oldest():
    with db.transaction():
        for what, is_urgent in (("old", False), ("late", False), ("first", True), ("second", True)):
            rows.enqueue("media.encode", subject=what, is_urgent=is_urgent)
    last = latest()

    assert [rows.claim(last).subject for _ in range(4)] == ["first", "second", "old", "late"]
    assert rows.claim(last) is None
