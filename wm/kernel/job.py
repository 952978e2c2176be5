"""Job rows: work promised in the same transaction as its cause, leased by one worker at a time."""

import contextvars
import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, String, Text, bindparam, false, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock, ids, queue, quick
from wm.kernel.db import Base, Key, after_commit, db, ignoring_duplicates, row_id, transaction

QUEUES = ("critical", "high", "default", "low", "maintenance", "media")
IN_ORDER = ("media",)  # what is urgent first, then by age, whichever nudge comes
TRIED = 8
STATES = ("due", "done", "quarantined", "dropped")
ATTEMPTS = 5
DEATHS = 3  # the same on queues whose jobs open strangers' files, for what its worker did not survive
LEASE_SECONDS = 60
ERROR_LENGTH = 4000

_queues_by_kind: dict[str, str] = {}
_current = contextvars.ContextVar("lease", default=None)


class LostLease(RuntimeError):
    """Another worker has taken this job over; nothing of this attempt may be published."""


class Job(Base):
    """One promise of work; `run_at` is when it is due, and while leased, when the lease runs out."""

    id: Mapped[int] = row_id()
    kind: Mapped[str] = mapped_column(Key(64))
    subject: Mapped[str] = mapped_column(String(64), default="")
    key: Mapped[str | None] = mapped_column(Key(120), unique=True)
    args: Mapped[str] = mapped_column(Text)
    queue: Mapped[str] = mapped_column(Key(16))
    state: Mapped[str] = mapped_column(Key(16), default="due")
    is_urgent: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_token: Mapped[str | None] = mapped_column(Key(22))
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("state IN ('due', 'done', 'quarantined', 'dropped')", name="state"),
        Index("ix_job_due", "state", "run_at"),
        Index("ix_job_queue", "queue", "state", "run_at"),
        Index("ix_job_finished", "finished_at"),
    )


_PROMISED = (
    "kind",
    "subject",
    "key",
    "args",
    "queue",
    "run_at",
    "created_at",
    "state",
    "attempts",
    "error",
    "is_urgent",
)
PROMISE = ignoring_duplicates(insert(Job.__table__)).values({name: bindparam(name) for name in _PROMISED})


@dataclass(frozen=True)
class Lease:
    """The right to work on one job until `run_at`; `token` proves it."""

    job_id: int
    kind: str
    subject: str
    args: dict[str, Any]
    attempt: int
    token: str

    def renew(self, seconds: int = LEASE_SECONDS) -> None:
        """Push the end of the lease forward, in a transaction of its own. Raises LostLease."""
        with transaction():
            self.guard(run_at=clock.now() + timedelta(seconds=seconds))

    def guard(self, **changes: Any) -> None:
        """Lock the row and make sure that the lease still holds, in the present transaction. Raises LostLease."""
        mine = (Job.id == self.job_id) & (Job.lease_token == self.token) & (Job.state == "due")
        held = db.session.execute(select(Job.id).where(mine).with_for_update()).first()
        if held is None:
            raise LostLease(f"job {self.job_id} belongs to another worker now")
        if changes:
            db.session.execute(update(Job).where(mine).values(**changes))


def route(kind: str, queue_name: str) -> None:
    """Say which queue carries jobs of `kind`; the jobs package does this when it is imported."""
    if queue_name not in QUEUES:
        raise ValueError(f"{queue_name} is none of the queues {', '.join(QUEUES)}")
    _queues_by_kind[kind] = queue_name


def enqueue(
    kind: str,
    subject: str = "",
    run_at: datetime | None = None,
    key: str | None = None,
    is_urgent: bool = False,
    **args: Any,
) -> None:
    """Promise a job in the present transaction; a `key` that was used before makes this a no-op.

    One that `is_urgent` goes before others on a queue that is worked off IN_ORDER."""
    name, now = _queues_by_kind.get(kind, "default"), clock.now()
    values = {"kind": kind, "subject": subject, "key": key, "args": json.dumps(args), "queue": name}
    values |= {"run_at": run_at or now, "created_at": now, "state": "due", "attempts": 0, "error": ""}
    values["is_urgent"] = is_urgent
    db.session.flush()  # what it is about, as every statement of the session does first
    result = quick.execute(db.session.connection(), PROMISE, values)
    if result.rowcount and values["run_at"] <= now:
        row = result.lastrowid
        after_commit(lambda: queue.nudge([(row, name)]))


def due(limit: int = 500) -> list[tuple[int, str]]:
    """Return (id, queue) of jobs that wait to be run or whose lease ran out, longest waiting first."""
    rows = select(Job.id, Job.queue).where(Job.state == "due", Job.run_at <= clock.now()).order_by(Job.run_at)
    return [tuple(row) for row in db.session.execute(rows.limit(limit))]


def claim(job_id: int) -> Lease | None:
    """Lease the job to the caller and commit; None when it is not due, or another worker has it.

    On a queue that is worked off IN_ORDER the job that is named only says that there is work: the first in order is leased."""
    with transaction():
        row = next(filter(None, map(_locked, _named_or_first(job_id))), None)
        if row is None or _give_up(row):
            return None
        row.attempts += 1
        row.lease_token = ids.new(22)
        row.run_at = clock.now() + timedelta(seconds=LEASE_SECONDS)
        return Lease(row.id, row.kind, row.subject, json.loads(row.args), row.attempts, row.lease_token)


def _named_or_first(job_id: int) -> list[int]:
    """The jobs to try, in order; found without a lock, for one that sorts would lock all that it looks at."""
    name = db.session.scalar(select(Job.queue).where(Job.id == job_id))
    if name not in IN_ORDER:
        return [job_id]
    waiting = select(Job.id).where(Job.queue == name, Job.state == "due", Job.run_at <= clock.now())
    return list(db.session.scalars(waiting.order_by(Job.is_urgent.desc(), Job.run_at, Job.id).limit(TRIED)))


def _locked(job_id: int) -> Job | None:
    wanted = select(Job).where(Job.id == job_id, Job.state == "due", Job.run_at <= clock.now())
    return db.session.scalars(wanted.with_for_update(skip_locked=True)).first()


def _give_up(row: Job) -> bool:
    if row.attempts < _most(row):
        return False
    row.state, row.lease_token, row.finished_at = "quarantined", None, clock.now()
    row.error = row.error or "The worker died every time that it tried this."
    return True


def _most(row: Job) -> int:
    """How many attempts it has: whoever ends one, well or badly, gives the lease back, and who dies does not."""
    return DEATHS if row.queue in IN_ORDER and row.lease_token else ATTEMPTS


def progressed(lease: Lease) -> None:
    """Say, in the present transaction, that an attempt got further for good; attempts count anew from here."""
    lease.guard(attempts=1)


def finish(lease: Lease) -> None:
    """Mark the job done in the present transaction, beside its effect. Raises LostLease."""
    lease.guard(state="done", lease_token=None, finished_at=clock.now(), error="")


def fail(lease: Lease, error: str) -> None:
    """Put the job back with a jittered delay, or into quarantine after the last attempt; commits."""
    with transaction():
        last = lease.attempt >= ATTEMPTS
        wait = timedelta(seconds=2**lease.attempt * random.uniform(0.5, 1.5))
        changes = {"lease_token": None, "error": error[-ERROR_LENGTH:], "run_at": clock.now() + wait}
        if last:
            changes |= {"state": "quarantined", "finished_at": clock.now()}
        lease.guard(**changes)


def give_back(lease: Lease) -> None:
    """Put the job back as if this attempt had not been, because its worker is asked to end; commits. Raises LostLease."""
    with transaction():
        lease.guard(lease_token=None, run_at=clock.now(), attempts=Job.attempts - 1)


def current() -> Lease | None:
    """Return the lease of the job that runs here, if one does."""
    return _current.get()


def entered(lease: Lease | None):
    """Make `lease` the current one; returns what `left` needs to undo it."""
    return _current.set(lease)


def left(mark) -> None:
    """Undo `entered`."""
    _current.reset(mark)
