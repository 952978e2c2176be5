"""Orders: bought with money from outside, completed once whoever comes first, and their receipts."""

from pathlib import Path

import pytest

from tests.market.test_pages import form_of
from wm.domains import content, ledger, market, payments
from wm.kernel.db import db
from wm.kernel.facts import record


class Paid:
    """A payment that the gateway says has succeeded."""

    def __init__(self, public_id, state="succeeded"):
        self.public_id, self.state, self.has_ended = public_id, state, True


@pytest.fixture
def order(ben, film):
    made = market.open_order(ben, market.prices_of(film).unlock.public_id, key="o1", paid_with="sandbox")
    made.payment_ref = "attempt1234"
    db.session.commit()
    return made


@pytest.fixture
def arrived(monkeypatch):
    """Let the gateway have said yes."""
    monkeypatch.setattr(payments, "own", lambda public_id, _person: Paid(public_id))
    monkeypatch.setattr(payments, "by_id", lambda _id: Paid("attempt1234"))


@pytest.mark.parametrize("first", ["page", "webhook"])
def test_whoever_comes_first_completes_it_once(as_ben, ben, film, give, order, arrived, run_jobs, first):
    give(ben, 500)
    record(payments.PaymentSucceeded(1, ben.id, "order", order.public_id, 500))

    for each in ("page", "webhook") if first == "page" else ("webhook", "page"):
        if each == "page":
            assert "Receipt" in as_ben.get(f"/orders/{order.public_id}").text
        else:
            run_jobs()

    assert content.opens(content.with_row_id(film.id), ben)
    assert ledger.wallet(ben.id).available == 0
    assert [each.state for each in market.bought_by(ben).items] == ["paid"]


def test_an_order_that_can_not_be_completed_says_why(as_ben, ben, film, give, order, arrived):
    market.set_prices(content.with_row_id(film.id), unlock=900)
    give(ben, 500)

    html = as_ben.get(f"/orders/{order.public_id}").text

    assert "in your wallet, but" in html
    assert "The price has changed" in html
    assert ledger.wallet(ben.id).available == 500


def test_a_payment_that_failed_closes_the_order(ben, order, run_jobs):
    record(payments.PaymentFailed(1, ben.id, "order", order.public_id, "The card was refused."))

    run_jobs()

    db.session.refresh(order)
    assert (order.state, order.why) == ("cancelled", "The card was refused.")


@pytest.mark.parametrize("hx", [True, False])
def test_orders_are_listed_for_their_buyer_alone(as_ben, as_cy, order, monkeypatch, hx):
    monkeypatch.setattr(payments, "own", lambda public_id, _person: Paid(public_id, "sent"))

    assert "The long dune" in as_ben.get("/orders", hx=hx).text
    assert "Waiting for the payment" in as_ben.get("/orders", hx=hx).text
    assert "waiting for the payment" in as_ben.get(f"/orders/{order.public_id}", hx=hx).text
    assert "The long dune" not in as_cy.get("/orders", hx=hx).text
    assert as_cy.get(f"/orders/{order.public_id}", hx=hx).status_code == 404


@pytest.mark.once
def test_the_receipt_says_who_sold_what_and_how_it_was_paid(as_ben, ben, film, give):
    give(ben)
    sale = market.buy(ben, market.prices_of(film).unlock.public_id, key="k1")
    db.session.commit()

    html = as_ben.get(f"/orders/{sale.public_id}").text

    for words in ("The long dune", "Ada", "$5.00", "Tax in the price", "Wallet", "Money back"):
        assert words in html
    assert f'<a href="/orders/{sale.public_id}">The long dune</a>' in as_ben.get("/wallet").text


@pytest.mark.once
def test_the_creator_hears_of_a_sale(ada, as_ada, as_ben, ben, film, give, run_jobs):
    give(ben)
    as_ben.post(f"/buy/{film.public_id}", data=form_of(as_ben.get(f"/watch/{film.public_id}").text))

    run_jobs()

    assert "bought" in as_ada.get("/notifications").text


def letters(app) -> str:
    """All that was mailed, as it lies on the disk."""
    return "".join(path.read_text() for path in Path(app.config["VAR_DIR"], "mail").glob("*"))


@pytest.mark.once
def test_the_buyer_gets_a_receipt_by_mail(app, ben, film, give, run_jobs):
    give(ben)
    sale = market.buy(ben, market.prices_of(film).unlock.public_id, key="k1")

    run_jobs()

    said = letters(app)
    assert f"/orders/{sale.public_id}" in said
    assert "$5.00" in said


def test_the_buyer_hears_why_an_order_failed(app, ben, film, give, order, arrived, run_jobs):
    market.set_prices(content.with_row_id(film.id), unlock=900)
    give(ben, 500)
    record(payments.PaymentSucceeded(1, ben.id, "order", order.public_id, 500))

    run_jobs()

    assert "could not be bought" in letters(app)
