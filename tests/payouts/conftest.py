"""Money to withdraw: what Ada has available, and a bank account that is old enough."""

import contextvars
from datetime import timedelta

import pytest

from wm.domains import earnings, ledger, payouts
from wm.kernel import clock
from wm.kernel.db import db

IBAN = "DE89 3704 0044 0532 0130 00"


def give(person, amount: int, key: str = "given") -> None:
    """Make `amount` available to somebody, by a sale that is settled without a share for the site."""
    revenue, available = ledger.of_site("revenue"), earnings.available_of(person.id)
    ledger.move(amount, revenue, available, reason="correction", key=f"{key}:{person.id}:{amount}")


@pytest.fixture
def bank(app, ada) -> payouts.PayoutTarget:
    """Ada's bank account, given long ago."""
    target = payouts.add_bank(ada, name="Ada Okafor", iban=IBAN, bic="COBADEFFXXX")
    target.usable_at = clock.now() - timedelta(days=1)
    db.session.commit()
    return target


@pytest.fixture
def rich(app, ada, bank):
    """Ada with 300.00 available."""
    give(ada, 30_000)
    db.session.commit()
    return ada


def balances(person) -> dict[str, tuple[int, int]]:
    """What each of a person's accounts has, and what of it is held."""
    db.session.expire_all()
    return {kind: (account.posted, account.held) for kind, account in ledger.balances(person.id).items()}


def elsewhere(app, deed):
    """Do something as another process would, in a context of its own."""

    def run():
        with app.app_context():
            return deed()

    return contextvars.Context().run(run)
