"""A build that is broken on purpose: no lock, no floor, no chain. What our checks find here is what they are for."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import select, text, update

from wm.domains.ledger import accounts, posting
from wm.domains.ledger.models import Account
from wm.kernel.db import db, transaction


@contextmanager
def no_locks() -> Iterator[None]:
    """Read balances without a lock, write moves that follow no chain, and let sums fall where they may."""
    with transaction():
        for check in ("floor", "held"):
            db.session.execute(text(f"ALTER TABLE ledger_account DROP CONSTRAINT ck_ledger_account_{check}"))
    with patch.object(accounts, "locked", _unlocked), patch.object(posting, "_chained", _unchained):
        yield


def _unlocked(account_ids, _connection=None):
    table = Account.__table__
    rows = db.session.execute(select(table).where(table.c.id.in_(sorted(set(account_ids)))))
    return {row.id: row for row in rows}


_chained = posting._chained


def _unchained(*given):
    return [values | {"seq": random.getrandbits(62)} for values in _chained(*given)]


@contextmanager
def relative_sums() -> Iterator[None]:
    """Add to sums as everybody does, so that nothing but the missing lock is at fault."""

    def add_up(_connection, made, rows, unheld):
        table = Account.__table__
        for values in made:
            for side, sign in (("debit_id", -1), ("credit_id", 1)):
                changed = update(table).where(table.c.id == values[side])
                db.session.execute(changed.values(posted=table.c.posted + sign * values["amount"]))
        for account_id, amount in unheld.items():
            db.session.execute(update(table).where(table.c.id == account_id).values(held=table.c.held - amount))

    with patch.object(posting, "_add_up", add_up):
        yield
