"""Uploads that their senders forget, in an object store: gone after their time, with every part, and their room given back (V4)."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from sqlalchemy import func, select

from tests import cast, services
from tests.trust.media.crew import run_jobs
from tests.trust.media.sending import HEAD
from wm.domains import uploads
from wm.domains.uploads import actions, intake
from wm.kernel import clock, job
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import S3Store, connect, store

PART = 64 * 1024
SHARES = (0, 1, 600, PART, PART + 1, 3 * PART, 4 * PART - 1)  # bytes that arrive before the sender goes


@contextmanager
def in_small_parts(app) -> Iterator[None]:
    """An object store of its own, and parts small enough to leave many of them behind."""
    server = services.S3()
    with ExitStack() as stack:
        stack.callback(server.stop)
        app.config.update(server.bucket("abandoned"))
        app.extensions["store"] = connect(app.config)
        for module in (actions, intake):
            stack.enter_context(patch.object(module, "PART", PART))
        yield


def run(app, count: int) -> dict:
    """Begin `count` uploads of one person, send a part of each, and let their time pass; count what is left of them."""
    with in_small_parts(app):
        with transaction():
            ada = cast.enrolled(name="Ada", handle="ada", role="creator").id
        had = _left(ada)
        for number in range(count):
            _forgotten(ada, SHARES[number % len(SHARES)], random.Random(number))
        left, parts = len(list(store().keys("raw/"))), len(list(store().drafts()))
        clock.shift(timedelta(hours=app.config["UPLOAD_EXPIRES_HOURS"], seconds=1))
        with transaction():
            job.enqueue("uploads.expire")
        run_jobs(app)
        found = {
            "waiting": _waiting(),
            "objects": len(list(store().keys("raw/"))),
            "parts": len(list(store().drafts())),
            "room_kept": int(_left(ada) != had),
        }
        clock.shift(timedelta(0))
    return {"films": count} | found | {"were": f"{left} objects and {parts} writes in parts"}


def _forgotten(person_id: int, share: int, dice: random.Random) -> None:
    with transaction():
        upload = uploads.begin(person_id, 5 * PART, {"filename": "film.mp4"}).id
    rollback()
    content = (HEAD + dice.randbytes(share))[:share]
    uploads.receive(uploads.find(upload), 0, [content[at : at + PART] for at in range(0, share, PART)])


def _waiting() -> int:
    rollback()
    return db.session.scalar(select(func.count()).where(uploads.Upload.state != "gone"))


def _left(person_id: int) -> int:
    rollback()
    return uploads.left(person_id)


def bad(found: dict) -> int:
    """How much is left of them."""
    return found["waiting"] + found["objects"] + found["parts"] + found["room_kept"]


def run_broken(app, _count: int) -> dict:
    """The control: a build that forgets the writes in parts that it began."""
    with patch.object(S3Store, "abort", lambda *_: None):
        return run(app, 14)
