"""Settling what creators earned once its time has come, and freeing what rested."""

from jobs import long_job
from wm.domains import earnings
from wm.kernel.db import retried, transaction


@long_job("critical", timeout=1800)
def settle() -> None:
    """Settle all that is due, batch by batch, each in a transaction of its own."""
    while retried(_settle_batch):
        pass


def _settle_batch() -> int:
    with transaction():
        return earnings.settle_due()


@long_job("critical", timeout=900)
def free_reserves() -> None:
    """Make available what has rested long enough in reserves, creator by creator."""
    while retried(_free_one):
        pass


def _free_one() -> int:
    with transaction():
        return earnings.free_due()
