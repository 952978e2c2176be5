"""Storms, small ones: every promise about repeats, disorder, races and silence holds with a few of each."""

import time

import pytest

from tests.payments import storm
from tests.payments.pages import attempt_of
from wm.domains import ledger, payments
from wm.kernel import ids, job
from wm.kernel.db import db, transaction


def balance_of(person, kind="wallet"):
    db.session.rollback()
    db.session.expire_all()
    return ledger.of_person(kind, person.id).available


def facts(kind):
    """How many jobs of that kind were promised."""
    db.session.rollback()
    return db.session.query(job.Job).filter_by(kind=kind).count()


@pytest.fixture
def rich(ada):
    """Ada has earned a thousand dollars."""
    db.session.commit()
    with transaction():
        clearing, wallet = ledger.of_site("clearing", "test"), ledger.wallet(ada.id)
        ledger.move(100_000, clearing, wallet, reason="deposit", key="given")
        pending, available = ledger.of_person("pending", ada.id), ledger.of_person("available", ada.id)
        ledger.move(100_000, wallet, pending, reason="sale", key="sold")
        ledger.move(100_000, pending, available, reason="settle", key="settled")
    return ada


def test_events_delivered_five_times_have_one_effect(app, ben, gateway, ben_may_pay_often):
    """M9."""
    paid = storm.people_pay(app, gateway, ben, 6)

    stored = storm.deliveries(app, [thing for _, thing in paid], copies=5)
    storm.act_on_everything(app, copies=5)

    assert stored == 6
    assert balance_of(ben) == sum(1000 + n for n in range(6))
    assert db.session.query(ledger.Move).filter_by(reason="deposit").count() == 6
    assert ledger.trial_balance() == {"USD": 0}


def test_events_in_any_order_end_the_same(app, ben, gateway, ben_may_pay_often):
    """M10: what an event says and when it came is not believed, so each order ends where the gateway stands."""
    paid = storm.people_pay(app, gateway, ben, 2)
    kinds = ["checkout.succeeded", "checkout.created", "checkout.failed", "checkout.pending"]
    for turn in range(4):
        for n, kind in enumerate(kinds[turn:] + kinds[:turn]):
            for attempt_id, thing in paid:
                body, headers = storm.signed({"id": f"ev_{turn}{n}{attempt_id}", "type": kind, "thing": thing})
                with transaction():
                    payments.receive("sandbox", body, headers)
        storm.act_on_everything(app)

    assert {payments.by_id(attempt_id).state for attempt_id, _ in paid} == {"succeeded"}
    assert balance_of(ben) == 2001


@pytest.mark.parametrize("turn", range(3))
def test_the_return_page_races_the_webhook(app, ben, gateway, turn):
    """M12."""
    [(attempt_id, thing)] = storm.people_pay(app, gateway, ben, 1)
    with transaction():
        payments.receive("sandbox", *storm.signed({"id": "ev_1", "type": "x", "thing": thing}))
    [event] = [each.id for each in payments.latest_events()]
    db.session.rollback()

    deeds = [lambda: payments.follow(attempt_id), lambda: payments.act(event)] * 4
    storm.in_threads(app, len(deeds), lambda n: deeds[n - turn]())

    assert balance_of(ben) == 1000
    assert db.session.query(ledger.Move).filter_by(reason="deposit").count() == 1


def test_payouts_through_a_line_that_loses_answers(app, rich, gateway):
    """M13: unknown stays unknown until the gateway says; each is paid once, none is taken back while paid."""
    made = storm.payouts(app, rich.id, 12)
    gateway.switch(drop=30)

    left = storm.follow_until_ended(app, made)
    gateway.switch(drop=0)

    assert left == 0
    paid = gateway.ask("GET", "/v1/transactions?since=0")
    keys = [each["key"] for each in paid if each["kind"] == "payout"]
    mine = {payments.by_id(each).public_id: payments.by_id(each).state for each in made}
    assert mine.keys() <= set(keys)
    assert len(keys) == len(set(keys))
    assert set(mine.values()) == {"succeeded"}


def test_a_gateway_that_is_down_makes_attempts_wait(app, rich, gateway, gateway_process):
    """M14, with the gateway really gone."""
    made = storm.payouts(app, rich.id, 5)
    app.config["SANDBOX_URL"] = "http://127.0.0.1:9"  # nobody listens there
    storm.in_threads(app, len(made), lambda n: payments.follow(made[n]))
    waiting = {payments.by_id(each).state for each in made}
    db.session.rollback()

    app.config["SANDBOX_URL"] = gateway_process.url
    payments.rested("sandbox")
    left = storm.follow_until_ended(app, made)

    assert waiting == {"created"}
    assert left == 0
    assert {payments.by_id(each).state for each in made} == {"succeeded"}


def test_a_payout_that_bounces_says_why(app, rich, gateway):
    [made] = storm.payouts(app, rich.id, 1, target={"name": "Ada", "iban": "DE00 0002"})

    storm.follow_until_ended(app, [made])

    attempt = payments.by_id(made)
    assert (attempt.state, attempt.why) == ("failed", "The account is closed.")


def test_the_same_payout_twice_is_one(app, rich, gateway):
    with transaction():
        first = payments.payout(rich.id, 500, {"iban": "x"}, key="w", gateway="sandbox")
    with transaction():
        again = payments.payout(rich.id, 500, {"iban": "x"}, key="w", gateway="sandbox")
    with pytest.raises(ledger.KeyReused), transaction():
        payments.payout(rich.id, 501, {"iban": "x"}, key="w", gateway="sandbox")

    assert first.id == again.id


def test_answers_that_get_lost_leave_a_deposit_unknown_and_then_known(app, ben, gateway):
    gateway.switch(drop=100)
    with transaction():
        made = payments.checkout(ben, 1000, gateway="sandbox", key=ids.new(22))
    assert attempt_of(ben).state == "unknown"

    gateway.switch(drop=0)
    time.sleep(0.05)
    payments.follow(made.id)

    assert attempt_of(ben).state == "sent"
    assert attempt_of(ben).gateway_url.startswith(gateway.url)


def test_a_gateway_that_answers_with_errors_is_asked_again(app, ben, gateway):
    gateway.switch(refuse=100)
    with transaction():
        made = payments.checkout(ben, 1000, gateway="sandbox", key=ids.new(22))
    assert attempt_of(ben).state == "unknown"

    gateway.switch(refuse=0)
    payments.follow(made.id)

    assert attempt_of(ben).state == "sent"
