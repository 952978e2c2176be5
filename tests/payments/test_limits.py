"""Whoever tries cards is stopped, and nobody brings in an amount that is none."""

import pytest

from tests.payments.pages import begin
from wm.domains import payments
from wm.kernel.db import db, transaction

HOSTILE = [
    *(
        "0",
        "-1",
        "-25",
        "0.001",
        "1e9",
        "1e-9",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        "0x10",
        "٢٥",
        "２５",
        "25;",
    ),
    *("25 USD", "$25", "25$", "2,5,0", "2.5.0", "1 2 3x", "", " ", "999999999999", "99999999999999999999", "10000.01"),
    *("0.99", "1e2", "+25", "--25", "25%", "25'", '25"', "<b>25</b>", "null", "true", "[]", "{}", "25\x00", "\n", "½"),
    *("1_000", "1'000", "1.0000", "1.00000", "0.5", "00", "-0", "1/2", "=25", "@25", "25e", "e25", ".", ",", "25.123"),
]


def attempts():
    db.session.rollback()
    return db.session.query(payments.PaymentAttempt).count()


@pytest.mark.once
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_an_amount_that_is_none_begins_nothing(as_ben, gateway, text):
    """M15."""
    answer = begin(as_ben, text)

    if text == "1.0000":  # four noughts behind the point are exactly one dollar
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert attempts() == 0


FORGED = {
    "price": "1",
    "currency": "XTS",
    "person_id": "1",
    "state": "succeeded",
    "fee": "0",
    "refunded": "99",
    "url": "x",
}
FORGED |= {
    "gateway_ref": "x",
    "purpose": "order",
    "purpose_ref": "o1",
    "owner_id": "1",
    "balance": "100",
    "kind": "payout",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_the_form_does_not_ask_for_is_not_read(as_ben, ben, gateway, name):
    begin(as_ben, "25", **{name: FORGED[name]})

    db.session.rollback()
    made = db.session.query(payments.PaymentAttempt).one()
    assert (made.amount, made.currency, made.person_id, made.state) == (2500, "USD", ben.id, "sent")
    assert (made.purpose, made.purpose_ref, made.kind, made.fee, made.refunded) == ("deposit", "", "deposit", 0, 0)


@pytest.mark.once
@pytest.mark.parametrize("key", ["", "short", "l" * 22, "0" * 22, "k" * 23, "k" * 21 + "'", "k" * 21 + "\n"])
def test_a_key_that_is_none_begins_nothing(as_ben, gateway, key):
    answer = as_ben.post("/wallet/add", data={"amount": "25", "gateway": "sandbox", "key": key})

    assert answer.status_code == 422
    assert attempts() == 0


@pytest.mark.once
@pytest.mark.parametrize("way", ["", "bank", "stripe", "test", "sandbox'"])
def test_a_way_that_is_not_offered_begins_nothing(as_ben, gateway, way):
    assert begin(as_ben, "25", gateway=way).status_code == 422
    assert attempts() == 0


def test_the_same_key_for_another_amount_is_refused(as_ben, gateway):
    begin(as_ben, "25", key="k" * 22)

    assert begin(as_ben, "26", key="k" * 22).status_code == 422
    assert attempts() == 1


def test_small_charges_are_stopped_after_ten(as_ben, ben, gateway):
    """A4: of five hundred there are twenty-five here."""
    answers = [begin(as_ben, "1").status_code for _ in range(25)]

    assert answers == [303] * 10 + [429] * 15
    assert attempts() == 10


def test_failed_cards_are_stopped_whoever_uses_them(app, ben, cy, gateway):
    for n in range(10):
        with transaction():
            made = payments.checkout(ben, 2500, gateway="sandbox", key=f"k{n}", network="198.51.100.0/24")
        gateway.pay(payments.by_id(made.id).gateway_url, "4000 0000 0000 0002")
        payments.follow(made.id)

    for person, network in ((ben, "192.0.2.0/24"), (cy, "198.51.100.0/24")):
        with pytest.raises(payments.TooManyFailures), transaction():
            payments.checkout(person, 2500, gateway="sandbox", key="next", network=network)
    with transaction():
        payments.checkout(cy, 2500, gateway="sandbox", key="next", network="192.0.2.0/24")
