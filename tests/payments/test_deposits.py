"""Money comes in: from the form in the wallet, over the gateway's page, to the wallet, once."""

import re

import pytest

from tests.payments.pages import attempt_of, begin, pay
from wm.domains import ledger, payments
from wm.kernel.db import db

MOVED = 303


def balance_of(person):
    db.session.expire_all()
    return ledger.wallet(person.id).available


@pytest.mark.once
def test_money_comes_in(as_ben, ben, gateway):
    answer = begin(as_ben, "25")

    assert answer.status_code == MOVED
    back = pay(as_ben, gateway, answer.headers["Location"])
    shown = as_ben.get(as_ben.get(back).headers["Location"])

    assert "The money is in your wallet." in shown.text
    assert balance_of(ben) == 2500
    assert ledger.of_site("clearing", "sandbox").posted == -2500 + 37
    assert ledger.of_site("fees").posted == -37
    assert ledger.trial_balance() == {"USD": 0}


@pytest.mark.once
def test_the_way_on_is_a_page_of_ours(as_ben, ben, gateway):
    where = begin(as_ben, "25").headers["Location"]

    whole, part = as_ben.get(where), as_ben.get(where, hx=True)

    assert re.search(rf'<meta http-equiv="refresh" content="0; url={gateway.url}/pay/ch_', whole.text)
    assert whole.text.startswith("<!doctype html>")
    assert part.text.lstrip().startswith("<section")


@pytest.mark.once
@pytest.mark.parametrize("card", ["4000 0000 0000 0002", "4000 0000 0000 3220"])
def test_a_payment_that_fails_takes_nothing(as_ben, ben, gateway, card):
    where = begin(as_ben, "25").headers["Location"]

    back = pay(as_ben, gateway, where, card=card, code="000000" if card.endswith("3220") else None)
    shown = as_ben.get(as_ben.get(back).headers["Location"])

    assert "Nothing was taken from you." in shown.text
    assert balance_of(ben) == 0
    assert attempt_of(ben).state == "failed"


@pytest.mark.once
def test_a_second_step_is_asked(as_ben, ben, gateway):
    where = begin(as_ben, "25").headers["Location"]

    as_ben.get(pay(as_ben, gateway, where, card="4000 0000 0000 3220", code="123456"))

    assert balance_of(ben) == 2500


@pytest.mark.once
def test_a_card_that_never_answers_waits(as_ben, ben, gateway):
    where = begin(as_ben, "25").headers["Location"]

    shown = as_ben.get(as_ben.get(pay(as_ben, gateway, where, card="4000 0000 0000 0119")).headers["Location"])

    assert "We are waiting for the payment service" in shown.text
    assert balance_of(ben) == 0
    assert attempt_of(ben).state == "sent"


def test_the_same_form_twice_is_one_payment(as_ben, ben, gateway):
    first, second = begin(as_ben, "25", key="k" * 22), begin(as_ben, "25", key="k" * 22)

    assert first.headers["Location"] == second.headers["Location"]
    assert db.session.query(payments.PaymentAttempt).count() == 1


@pytest.mark.once
def test_nobody_sees_the_payment_of_another(as_ben, as_cy, ben, gateway):
    where = begin(as_ben, "25").headers["Location"]

    for path in (where, where.replace("/onward", ""), where.replace("onward", "return")):
        assert as_cy.get(path).status_code == 404
