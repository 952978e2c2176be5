"""The books against the gateway (M17): every fault that is planted is found, and nothing else is."""

import sqlite3
import time
from datetime import timedelta

import pytest

from tests.payments import storm
from wm.domains import ledger, payments
from wm.domains.payments import comparing as looking
from wm.kernel import clock
from wm.kernel.db import db, transaction


@pytest.fixture
def paid(app, ben, gateway, ben_may_pay_often, monkeypatch):
    """Five payments that Ben has made, old enough to be compared."""
    monkeypatch.setattr(looking, "GRACE", timedelta(0))
    made = [attempt for attempt, _ in storm.people_pay(app, gateway, ben, 5)]
    storm.follow_until_ended(app, made)
    time.sleep(0.01)
    return made


def found():
    """What is found of Ben's payments; the gateway has those of other tests as well."""
    db.session.rollback()
    return [each for each in payments.differences(BEGUN[0]) if "which we don't know" not in each.words]


BEGUN = [None]


@pytest.fixture(autouse=True)
def begun(app):
    BEGUN[0] = clock.now() - timedelta(seconds=1)


def change(attempt_id, **values):
    with transaction():
        for name, value in values.items():
            setattr(payments.by_id(attempt_id), name, value)


def in_the_gateway(gateway, sql, *values):
    with sqlite3.connect(gateway.folder / "books.db") as books:
        books.execute(sql, values)


def test_nothing_is_found_when_nothing_is_wrong(paid):
    assert found() == []


FAULTS = {
    "we forgot that it succeeded": lambda g, a: change(a, state="unknown", ended_at=clock.now()),
    "we think that it failed": lambda g, a: change(a, state="failed"),
    "our amount is another": lambda g, a: change(a, amount=999_999),
    "our fee is another": lambda g, a: change(a, fee=1),
    "it was a refund": lambda g, a: change(a, kind="refund"),
    "the gateway lost it": lambda g, a: in_the_gateway(
        g, "DELETE FROM thing WHERE key = ?", payments.by_id(a).public_id
    ),
    "the gateway has another amount": lambda g, a: in_the_gateway(
        g, "UPDATE thing SET amount = amount + 1 WHERE key = ?", payments.by_id(a).public_id
    ),
    "the gateway took it back": lambda g, a: in_the_gateway(
        g, "UPDATE thing SET state = 'failed' WHERE key = ?", payments.by_id(a).public_id
    ),
}


@pytest.mark.once
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(paid, ben, gateway, name):
    FAULTS[name](gateway, paid[3])

    findings = found()

    assert findings
    assert {each.account_id for each in findings} <= {ledger.wallet(ben.id).id, None}
    assert any(each.account_id for each in findings)


def test_a_deposit_that_nobody_asked_for_is_found(paid, ben):
    with transaction():
        clearing = ledger.of_site("clearing", "sandbox")
        ledger.move(77, clearing, ledger.wallet(ben.id), reason="deposit", key="stray", subject="payment:stray")

    assert [each.account_id for each in found()] == [None, None]


def test_what_the_gateway_has_and_we_do_not_is_found(paid, gateway):
    gateway.ask("POST", "/v1/payouts", key="of nobody's asking", amount=5, currency="USD", target={"iban": "1"})
    time.sleep(1.2)

    assert any("of nobody's asking" in each.words for each in payments.differences(BEGUN[0]))


def test_a_gateway_that_is_away_says_nothing_wrong(app, paid):
    app.config["SANDBOX_URL"] = "http://127.0.0.1:9"

    assert found() == []


def test_only_what_is_wrong_is_frozen(paid, ben, cy, gateway):
    change(paid[3], amount=999_999)
    with transaction():
        ledger.wallet(cy.id)

    with transaction():
        ledger.conclude(ledger.read(), found_now := found())

    assert found_now
    assert ledger.wallet(ben.id).is_frozen
    assert not ledger.wallet(cy.id).is_frozen


def test_comparing_opens_no_account(app, gateway):
    db.session.commit()

    assert found() == []

    assert db.session.query(ledger.Account).count() == 0
