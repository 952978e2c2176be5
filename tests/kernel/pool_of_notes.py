"""A pool of real workers that know one job more: `notes.note`, whose effect is an audit row. Run as a program."""

import time

import jobs
from jobs.pool import Pool
from wm.app import create_app
from wm.domains import platform
from wm.kernel import job as rows


class Nobody:
    id = None


@jobs.job("default", timeout=30)
def note(n: int) -> None:
    time.sleep(0.02)
    platform.audit("noted", Nobody, f"note:{n}")


KIND = next(kind for kind, known in jobs.known.items() if known.run is note)

if __name__ == "__main__":
    jobs.known["notes.note"] = jobs.known[KIND]
    app = create_app()
    rows.LEASE_SECONDS = 3  # so that a job whose worker was killed is tried again soon
    Pool(app, ["default"] * 2).run()
