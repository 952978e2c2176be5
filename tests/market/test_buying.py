"""Buying by wallet: money, right and receipt in one transaction, once."""

import pytest

from tests.films import published
from wm.domains import content, entitlements, ledger, market
from wm.kernel.db import db


def buy(person, offer, key="k1", **more):
    sale = market.buy(person, offer.public_id, key=key, **more)
    db.session.commit()
    return sale


def test_what_is_bought_opens_and_the_money_waits_for_the_creator(ada, ben, film, give):
    give(ben)

    sale = buy(ben, market.prices_of(film).unlock)

    assert (sale.state, sale.amount, sale.title, sale.until) == ("paid", 500, "The long dune", None)
    assert content.decision(film, ben)[:2] == (True, "sale")
    assert ledger.wallet(ben.id).available == 4500
    assert ledger.of_person("pending", ada.id).posted == 500


def test_a_key_counts_once_and_a_piece_is_sold_once(ben, film, give):
    give(ben)
    offer = market.prices_of(film).unlock

    assert buy(ben, offer).id == buy(ben, offer).id
    with pytest.raises(market.AlreadyUnlocked):
        buy(ben, offer, key="k2")

    assert ledger.wallet(ben.id).available == 4500


def test_one_key_buys_one_thing_and_nothing_else(ada, ben, film, give):
    give(ben)
    other = published(ada, "Another dune")
    market.set_prices(other, unlock=700)
    buy(ben, market.prices_of(film).unlock)

    with pytest.raises(ledger.KeyReused):
        buy(ben, market.prices_of(other).unlock)

    assert ledger.wallet(ben.id).available == 4500
    assert not content.opens(other, ben)


def test_an_empty_wallet_opens_nothing(ben, film):
    with pytest.raises(ledger.InsufficientFunds) as refusal:
        buy(ben, market.prices_of(film).unlock)
    db.session.rollback()

    assert refusal.value.details["missing"] == 500
    assert not content.opens(film, ben)
    assert market.bought_by(ben).items == []


def test_nobody_buys_their_own(ada, film, give):
    give(ada)

    with pytest.raises(market.OwnPiece):
        buy(ada, market.prices_of(film).unlock)


def test_the_price_that_one_looked_at_is_the_price_or_nothing(ben, film, give):
    give(ben)
    seen = market.prices_of(film).unlock.public_id
    market.set_prices(film, unlock=900)
    db.session.commit()

    with pytest.raises(market.PriceChanged):
        market.buy(ben, seen, key="k1")


def test_a_rental_opens_for_two_days(ben, film, give):
    give(ben)

    sale = buy(ben, market.prices_of(film).rental)

    open_now = content.decision(film, ben)
    assert (open_now.why, open_now.until) == ("rental", sale.until)
    assert (sale.until - sale.paid_at).total_seconds() == 48 * 3600
    with pytest.raises(market.AlreadyUnlocked):
        buy(ben, market.prices_of(film).rental, key="k2")
    assert buy(ben, market.prices_of(film).unlock, key="k3").kind == "unlock"
    assert content.decision(film, ben).until is None


def test_who_names_the_price_names_at_least_the_floor(ada, ben, give):
    give(ben)
    piece = published(ada, "Pay what you want")
    offer = market.set_prices(piece, unlock=300, is_floor=True).unlock

    for wrong in (299, 0, -5, 10**9):
        with pytest.raises(market.NotEnough):
            buy(ben, offer, amount=wrong)
    assert buy(ben, offer, amount=750).amount == 750


def test_a_fixed_price_takes_no_other_amount(ben, film, give):
    give(ben)

    with pytest.raises(market.BadPrice):
        buy(ben, market.prices_of(film).unlock, amount=1)
    db.session.rollback()

    assert ledger.wallet(ben.id).available == 5000


def test_what_is_revoked_is_closed_at_once(ben, film, give):
    give(ben)
    sale = buy(ben, market.prices_of(film).unlock)

    entitlements.suspend("sale", sale.public_id)
    assert not content.opens(film, ben)
    entitlements.restore("sale", sale.public_id)
    assert content.opens(film, ben)
    entitlements.revoke("sale", sale.public_id)
    assert not content.opens(film, ben)


@pytest.mark.parametrize("wrong", [{"unlock": 1}, {"unlock": 10**8}, {"unlock": 500, "rental": 600}, {"rental": -1}])
def test_prices_have_limits(ada, wrong):
    piece = published(ada, "A film")

    with pytest.raises(market.BadPrice):
        market.set_prices(piece, **wrong)
    assert content.lock_of(piece) is None


def test_an_order_is_completed_once_when_its_money_comes(ben, film, give):
    order = market.open_order(ben, market.prices_of(film).unlock.public_id, key="o1")
    db.session.commit()
    assert (order.state, content.opens(film, ben)) == ("pending", False)

    give(ben, 500)
    assert market.receive(order.public_id, ben, "attempt1").state == "paid"
    assert market.receive(order.public_id, ben, "attempt1").state == "paid"

    assert content.opens(film, ben)
    assert ledger.wallet(ben.id).available == 0


def test_an_order_whose_price_rose_leaves_the_money_in_the_wallet(ben, film, give):
    order = market.open_order(ben, market.prices_of(film).unlock.public_id, key="o1")
    market.set_prices(film, unlock=900)
    give(ben, 500)

    assert market.receive(order.public_id, ben).state == "failed"

    assert order.why == market.PriceChanged.message
    assert (ledger.wallet(ben.id).available, content.opens(film, ben)) == (500, False)


def test_an_order_that_became_cheaper_costs_less(ben, film, give):
    order = market.open_order(ben, market.prices_of(film).unlock.public_id, key="o1")
    market.set_prices(film, unlock=400)
    give(ben, 500)

    market.receive(order.public_id, ben)

    assert (order.state, order.amount, ledger.wallet(ben.id).available) == ("paid", 400, 100)
