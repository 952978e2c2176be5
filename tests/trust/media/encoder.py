"""A program: the worker that encodes, as the site runs it, with little grace.

python -m tests.trust.media.encoder SECONDS [CONTROL]: CONTROL names a build of broken.py."""

import sys
from contextlib import ExitStack

from jobs import worker
from tests.trust.media import broken
from wm.app import create_app
from wm.kernel import job

job.LEASE_SECONDS, worker.HEARTBEAT_SECONDS = 4, 1.0
job.Lease.renew.__defaults__ = (4,)

if __name__ == "__main__":
    with ExitStack() as stack:
        for name in sys.argv[2:]:
            stack.enter_context(getattr(broken, name)())
        worker.work(create_app(), "media", grace=float(sys.argv[1]))
