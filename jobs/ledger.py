"""Reading the books: on from the last checkpoint every hour; all of them every night, and whenever somebody asks."""

from jobs import long_job
from wm.domains import ledger, payments
from wm.kernel.db import retried, rollback, transaction


@long_job("critical", timeout=900)
def reconcile() -> None:
    """Read the books on from the last checkpoint, ask the gateways, then write down what was found; what is wrong rests."""
    rollback()
    _concluded(ledger.read_on())


@long_job("critical", timeout=3600)
def prove_all() -> None:
    """Do the same from the first move on, and keep a checkpoint when nothing is wrong."""
    rollback()
    _concluded(ledger.read())


def _concluded(reading: ledger.Reading) -> None:
    others, bank = payments.differences(), payments.bank_differences()
    retried(lambda: _conclude(reading, others, bank))


def _conclude(reading: ledger.Reading, others: list[ledger.Finding], bank: list[payments.Difference]) -> None:
    with transaction():
        account = ledger.of_site("clearing", "bank") if bank else None
        ledger.conclude(reading, [*others, *(ledger.Finding(account.id, 0, each.words) for each in bank)])
        for each in bank:
            ledger.open_case("books", each.subject, each.words, account=account)
