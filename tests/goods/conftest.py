"""A resource of Ada's that costs 5.00, money in wallets, and buying by wallet."""

from io import BytesIO

import pytest

from tests.films import published
from wm.domains import content, ledger, market
from wm.kernel.db import db


@pytest.fixture
def give(app):
    """Give somebody money from outside."""

    def deposit(person, amount=5000):
        wallet = ledger.wallet(person.id)
        key = f"given:{person.id}:{wallet.moves}:{wallet.posted}"
        ledger.move(amount, ledger.of_site("clearing", "test"), wallet, reason="deposit", key=key)
        db.session.commit()

    return deposit


def resource(maker, title="The plan", price=500):
    """Publish a resource with a file, at a price."""
    piece = content.draft(maker, title, kind="resource")
    content.set_file(piece, "plan.pdf", BytesIO(b"the first edition"))
    content.publish(piece)
    if price:
        market.set_prices(piece, unlock=price)
    db.session.commit()
    return content.with_row_id(piece.id)


@pytest.fixture
def plan(ada):
    """A resource of Ada's that costs 5.00 to keep."""
    return resource(ada)


@pytest.fixture
def film(ada):
    """A film of Ada's that costs 5.00 to keep and 2.00 to rent."""
    piece = published(ada, "The long dune")
    market.set_prices(piece, unlock=500, rental=200)
    db.session.commit()
    return piece


@pytest.fixture
def buy(app):
    """Let somebody buy a piece to keep, out of their wallet."""

    def bought(person, piece, key="k1", **more):
        sale = market.buy(person, market.prices_of(piece).unlock.public_id, key=key, **more)
        db.session.commit()
        return sale

    return bought


@pytest.fixture(autouse=True)
def balanced(app):
    """Whatever a test did, no cent was made or lost."""
    yield
    db.session.rollback()
    assert set(ledger.trial_balance().values()) <= {0}
