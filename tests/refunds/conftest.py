"""A film that was sold, and a payment by card that brought the money for it."""

import pytest

from tests.market.conftest import balanced, film, give  # noqa: F401
from wm.domains import earnings, ledger, market, payments
from wm.domains.payments.concluding import concluded
from wm.domains.payments.gateways import Standing
from wm.kernel.db import db, transaction

DEPOSIT = 500


@pytest.fixture
def sold(ada, ben, film, give):  # noqa: F811
    """What Ada got for the film that Ben bought out of his wallet; 45.00 are left in it."""
    give(ben)
    sale = market.buy(ben, market.prices_of(film).unlock.public_id, key="bought")
    db.session.commit()
    return earnings.find("sale", sale.public_id)


@pytest.fixture
def by_card(ada, ben, film):  # noqa: F811
    """The same, paid with a card: the sandbox has said that the money is here."""
    order = market.open_order(ben, market.prices_of(film).unlock.public_id, key="ordered", paid_with="sandbox")
    attempt = payments.checkout(
        ben, DEPOSIT, gateway="sandbox", purpose="order", purpose_ref=order.public_id, key="card"
    )
    db.session.info.pop("after_commit", None)
    db.session.commit()
    answered(attempt.id)
    with transaction():
        market.receive(order.public_id, ben, attempt.public_id)
    return earnings.find("sale", order.public_id)


def answered(attempt_id: int, state: str = "succeeded", why: str = "") -> None:
    """Let the gateway say how an attempt stands."""
    with transaction():
        concluded(attempt_id, Standing(state, f"thing-{attempt_id}", why=why))


@pytest.fixture
def has(app):
    """Return what somebody's account has, in minor units."""
    return lambda kind, person: ledger.of_person(kind, person.id).posted
