"""A program for test_kills: a worker that runs what is due until nothing is, with the settings it is given as JSON."""

import json
import sys

sys.path[:0] = [sys.argv[2], f"{sys.argv[2]}/bin"]

from jobs import worker  # noqa: E402
from wm.app import create_app  # noqa: E402
from wm.kernel import job  # noqa: E402
from wm.kernel.db import rollback  # noqa: E402

app = create_app("testing", **json.loads(sys.argv[1]))
print("ready", flush=True)
with app.app_context():
    while waiting := job.due():
        rollback()
        worker.run_row(waiting[0][0])
