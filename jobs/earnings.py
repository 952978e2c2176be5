"""Settling what creators earned, once its time has come."""

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
