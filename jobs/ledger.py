"""Reading the books: every hour, and whenever somebody asks."""

from jobs import long_job
from wm.domains import ledger, payments
from wm.kernel.db import retried, rollback, transaction


@long_job("critical", timeout=900)
def reconcile() -> None:
    """Read the whole books as they stand in one moment, ask the gateways, then write down what was found; what is wrong rests."""
    rollback()
    reading = ledger.read()
    others = payments.differences()
    retried(lambda: _conclude(reading, others))


def _conclude(reading: ledger.Reading, others: list[ledger.Finding]) -> None:
    with transaction():
        ledger.conclude(reading, others)
