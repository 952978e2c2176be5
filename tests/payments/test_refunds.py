"""Money goes back to the card that it came from, out of the wallet, and never more than came."""

import pytest

from tests.payments import storm
from tests.payments.pages import attempt_of
from wm.domains import ledger, payments
from wm.kernel import ids
from wm.kernel.db import db, transaction


def paid(app, gateway, person, card="4242 4242 4242 4242"):
    with transaction():
        made = payments.checkout(person, 2500, gateway="sandbox", key=ids.new(22))
    db.session.rollback()
    gateway.pay(payments.by_id(made.id).gateway_url, card)
    payments.follow(made.id)
    return attempt_of(person)


def give_back(attempt, amount, key="back"):
    with transaction():
        return payments.refund(payments.by_id(attempt.id), amount, key)


def wallet_of(person):
    db.session.rollback()
    db.session.expire_all()
    return ledger.wallet(person.id)


def test_money_goes_back_to_the_card(app, ben, gateway):
    deposit = paid(app, gateway, ben)

    back = give_back(deposit, 1000)
    assert (wallet_of(ben).posted, wallet_of(ben).held) == (2500, 1000)
    storm.follow_until_ended(app, [back.id])

    assert (wallet_of(ben).posted, wallet_of(ben).held) == (1500, 0)
    assert payments.by_id(deposit.id).refunded == 1000
    assert ledger.trial_balance() == {"USD": 0}


def test_a_refund_that_fails_leaves_the_money_in_the_wallet(app, ben, gateway):
    deposit = paid(app, gateway, ben, card="4000 0000 0000 5126")

    back = give_back(deposit, 1000)
    storm.follow_until_ended(app, [back.id])

    assert (wallet_of(ben).posted, wallet_of(ben).held) == (2500, 0)
    assert payments.by_id(deposit.id).refunded == 0
    assert payments.by_id(back.id).why == "The card takes no money back."


def test_no_more_goes_back_than_came(app, ben, gateway):
    deposit = paid(app, gateway, ben)
    give_back(deposit, 2000)

    with pytest.raises(payments.NothingLeft):
        give_back(deposit, 501, key="more")

    assert wallet_of(ben).held == 2000


def test_no_more_goes_back_than_is_there(app, ben, ada, gateway):
    deposit = paid(app, gateway, ben)
    with transaction():
        wallet, pending = ledger.wallet(ben.id), ledger.of_person("pending", ada.id)
        ledger.move(2000, wallet, pending, reason="sale", key="sold")

    with pytest.raises(ledger.InsufficientFunds):
        give_back(deposit, 1000)

    assert payments.by_id(deposit.id).refunded == 0


def test_the_same_refund_twice_is_one(app, ben, gateway):
    deposit = paid(app, gateway, ben)

    first, again = give_back(deposit, 1000), give_back(deposit, 1000)

    assert first.id == again.id
    assert wallet_of(ben).held == 1000


@pytest.mark.parametrize("amount", [0, -1, 2501])
def test_an_odd_amount_goes_nowhere(app, ben, gateway, amount):
    deposit = paid(app, gateway, ben)

    with pytest.raises(payments.NothingLeft):
        give_back(deposit, amount)

    assert wallet_of(ben).held == 0
