"""Money in wallets and films with a price, for whoever buys and sells in these tests."""

import pytest

from tests.films import published
from wm.domains import ledger, market
from wm.kernel.db import db


@pytest.fixture
def give(app):
    """Give somebody money from outside; returns nothing."""

    def deposit(person, amount=5000):
        journal = f"given:{person.id}:{ledger.wallet(person.id).moves}:{ledger.wallet(person.id).posted}"
        ledger.move(amount, ledger.of_site("clearing", "test"), ledger.wallet(person.id), reason="deposit", key=journal)
        db.session.commit()

    return deposit


@pytest.fixture
def film(ada):
    """A film of Ada's that costs 5.00 to keep and 2.00 to rent."""
    piece = published(ada, "The long dune")
    market.set_prices(piece, unlock=500, rental=200)
    db.session.commit()
    return piece


@pytest.fixture(autouse=True)
def balanced(app):
    """Whatever a test did, no cent was made or lost."""
    yield
    db.session.rollback()
    assert set(ledger.trial_balance().values()) <= {0}
