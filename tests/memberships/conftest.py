"""Ada's tiers, Ben's wallet, and a calendar that the tests turn."""

from datetime import UTC, datetime, timedelta

import pytest

from wm.domains import ledger, memberships
from wm.kernel import clock
from wm.kernel.db import commit, db

NEW_YEAR = datetime(2027, 1, 31, 9, 30, tzinfo=UTC)


@pytest.fixture
def fill(app):
    """Put money into somebody's wallet: fill(ben, 5000)."""

    def put(person, amount):
        outside, number = ledger.of_site("clearing", "test"), len(ledger.of_subject("test"))
        ledger.move(
            amount,
            outside,
            ledger.wallet(person.id),
            reason="deposit",
            key=f"test:{person.id}:{number}",
            subject="test",
        )
        commit()  # with what waits for it: the shown balance is forgotten

    return put


@pytest.fixture
def purse(fill, ben):
    """Ben's wallet with 1,000.00."""
    fill(ben, 100_000)
    return ledger.wallet(ben.id)


@pytest.fixture
def friends(app, ada):
    """Ada's first tier: 5.00 a month, 50.00 a year."""
    tier = memberships.make_tier(
        ada.id, name="Friends", per_month=500, per_year=5000, benefits=["Sketches", "My thanks"]
    )
    db.session.commit()
    return tier


@pytest.fixture
def patrons(friends, ada):
    """Ada's second tier: 15.00 a month, not by the year."""
    tier = memberships.make_tier(ada.id, name="Patrons", per_month=1500, per_year=None, benefits=["All of it"])
    db.session.commit()
    return tier


@pytest.fixture
def calendar(app):
    """Make it that day at that time: calendar(NEW_YEAR)."""

    def turn_to(moment):
        clock.shift(timedelta(0))
        clock.shift(moment - clock.now())

    return turn_to


@pytest.fixture
def books(app):
    """What must hold after every test with money."""
    yield
    db.session.rollback()
    assert ledger.trial_balance() in ({}, {"USD": 0})
