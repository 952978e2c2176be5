"""An object store behind a line on which a third of all calls go wrong: every object comes back, nothing dangles (V17)."""

import tempfile
from pathlib import Path
from unittest.mock import patch

from botocore.exceptions import BotoCoreError, ClientError

from tests import services
from tests.trust.media import faulty_line
from tests.trust.media.faulty_line import Line, store_over, survive
from wm.kernel.errors import NotFound
from wm.kernel.storage import s3

SHARE = 0.3


def run(app, count: int) -> dict:
    """Put `count` objects through the line and read them back; count what differs or stays behind."""
    server = services.S3()
    try:
        app.config.update(server.bucket("faults"))
        app.extensions.pop("store", None)
        line = Line(server.endpoint, SHARE)
        steady = s3.S3Store(server.endpoint, "faults", *server.keys, region="us-east-1")
        with tempfile.TemporaryDirectory() as folder:
            seen = survive(line, store_over(line, "faults", server.keys), steady, Path(folder), count)
        line.shutdown()
    finally:
        server.stop()
    return {"films": seen["tries"], "bad": seen["bad"], "dangling": seen["dangling"], "faults": line.faults.total()}


def bad(found: dict) -> int:
    """How much of it should not be."""
    return found["bad"] + found["dangling"]


def run_hasty(app, _count: int) -> dict:
    """The control: nothing is asked twice."""
    once = {"retries": {"max_attempts": 1, "mode": "standard"}}
    with patch.dict(s3.TIMEOUTS, once), patch.object(s3, "FETCHES", 1), patch.object(faulty_line, "TRIES", 1):
        try:
            return run(app, 10)
        except (BotoCoreError, ClientError, OSError, NotFound):
            return {"films": 10, "bad": 1, "dangling": 0}
