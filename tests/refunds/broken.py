"""A build that is broken on purpose: it gives back and takes without looking at what is left. The machine has to see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import text

from wm.domains.earnings import Earning
from wm.domains.refunds import machine
from wm.kernel.db import db, transaction

CHECKS = (("earning", "returned"), ("aftermath", "refunded"))


@contextmanager
def never_enough() -> Iterator[None]:
    """Let everything be refunded and disputed for its whole price however often, and no database check say no."""
    everything = property(lambda earning: earning.gross)
    steps = machine.TABLE | {("refunded", "refund"): machine.Step("refunded", machine.OVER)}
    with transaction():
        unguard()
    try:
        with patch.object(Earning, "left", everything), patch.dict(machine.TABLE, steps):
            yield
    finally:
        if db.engine.dialect.name == "sqlite":
            db.session.remove()
            db.engine.dispose()


def unguard() -> None:
    """Take the database's own checks away."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
        return
    for table, check in CHECKS:
        db.session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{check}"))
