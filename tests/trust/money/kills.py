"""Processes that are killed while they post: whoever asks again with the same key finds it done once, or does it once."""

import os
import signal
import sys
from collections.abc import Callable
from unittest.mock import patch

from wm.domains import earnings, ledger
from wm.domains.ledger import accounts, posting
from wm.kernel import db as database
from wm.kernel import ids
from wm.kernel.db import db, rollback, transaction

PAYER, SELLER, GROSS, TAX = 501, 502, 1000, 160


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _then_die(function: Callable) -> Callable:
    def once(*args, **kwargs):
        function(*args, **kwargs)
        _die()

    return once


def _die_first(_function: Callable) -> Callable:
    return lambda *_args, **_kwargs: _die()


POINTS: dict[str, tuple[object, str, Callable]] = {
    "accounts are locked": (accounts, "locked", _then_die),
    "moves are written": (posting, "_written", _then_die),
    "sums are changed": (posting, "_add_up", _then_die),
    "before the commit": (database, "commit", _die_first),
    "after the commit, before the answer": (database, "commit", _then_die),
}


def run(app, kills: int, deed: Callable[[str], None] | None = None) -> dict[str, int]:
    """Sell something `kills` times in a process that is killed at one point after the other; then ask again."""
    deed = deed or sell
    with transaction():
        clearing = ledger.of_site("clearing", "crowd")
        ledger.move(2 * GROSS * kills, clearing, ledger.wallet(PAYER), reason="deposit", key="for-kills")
        ledger.of_person("pending", SELLER), ledger.of_site("tax")
    killed = lost = double = 0
    for n in range(kills):
        point = list(POINTS)[n % len(POINTS)]
        killed += _killed(deed, f"kill{n}", point)
        deed(f"kill{n}")
        rollback()
        posted = len(ledger.of_subject(f"sale:kill{n}"))
        lost, double = lost + (posted < 2), double + (posted > 2)
    rollback()
    left = {
        "wallet_off_by": ledger.wallet(PAYER).posted - GROSS * kills,
        "off_by": sum(map(abs, ledger.trial_balance().values())),
    }
    rollback()
    return {"kills": killed, "lost": lost, "double": double, "findings": len(ledger.read().findings), **left}


def sell_anew(ref: str) -> None:
    """Sell as a build does that takes every asking for a new one. This is the control; it sells twice."""
    wallet, pending, tax = ledger.wallet(PAYER), ledger.of_person("pending", SELLER), ledger.of_site("tax")
    lines = [ledger.Line("sale", wallet, pending, GROSS - TAX), ledger.Line("tax", wallet, tax, TAX)]
    with transaction():
        ledger.post(ids.new(22), lines, subject=f"sale:{ref}")


def sell(ref: str) -> None:
    """Let the payer buy something from the seller, once per `ref`."""
    with transaction():
        earnings.credit("sale", ref, payer=ledger.wallet(PAYER), seller_id=SELLER, gross=GROSS, tax=TAX)


def _killed(deed: Callable[[str], None], ref: str, point: str) -> bool:
    """Sell in a process of its own that dies at `point`; returns whether it was killed there."""
    rollback()
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            room, name, how = POINTS[point]
            with patch.object(room, name, how(getattr(room, name))):
                deed(ref)
        finally:
            sys.stderr.flush()
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
