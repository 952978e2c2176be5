"""A program: a worker that runs whatever is due until it is ended, with short leases so that a killed one is soon followed.

python -m tests.trust.media.labourer LOG [CONTROL]: each job becomes one line of JSON in LOG; CONTROL names a build of broken.py."""

import json
import random
import resource
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from jobs import worker
from tests.trust.media import broken
from wm.app import create_app
from wm.kernel import job
from wm.kernel.db import db, rollback

job.LEASE_SECONDS, worker.HEARTBEAT_SECONDS = 8, 1.0
job.Lease.renew.__defaults__ = (8,)
REST = 0.1


def main() -> None:
    app, log = create_app(), Path(sys.argv[1])
    print("ready", flush=True)
    with ExitStack() as stack, app.app_context():
        for name in sys.argv[2:]:
            stack.enter_context(getattr(broken, name)())
        while True:
            waiting = [row for row, _ in job.due(20)]
            rollback()
            ran = any(labour(row, log) for row in random.sample(waiting[:4], len(waiting[:4])))
            time.sleep(0 if ran else REST)


def labour(row: int, log: Path) -> bool:
    """Run one row if nobody else has it, and write down how long it took and the most memory of any child so far."""
    said = db.session.get(job.Job, row)
    known = {"kind": said.kind, "subject": said.subject} if said else {}
    rollback()
    began = time.time()
    if not worker.run_row(row):
        return False
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    line = known | {"began": began, "ended": time.time(), "most_mib": used}
    with log.open("a") as file:
        file.write(json.dumps(line) + "\n")
    return True


if __name__ == "__main__":
    main()
