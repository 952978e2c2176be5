"""What gateways tell us: verified on the raw bytes, stored once, and acted on by asking."""

import json
import time

import pytest

from tests.payments.conftest import SECRET
from tests.payments.pages import attempt_of, begin, pay
from tests.payments.storm import events, knock, signed
from wm.domains import ledger, payments
from wm.domains.payments.models import WebhookEvent
from wm.kernel.db import db


@pytest.fixture
def paid(as_ben, ben, gateway):
    """A payment that Ben has made, of which we have not heard."""
    pay(as_ben, gateway, begin(as_ben, "25").headers["Location"])
    return attempt_of(ben)


def balance_of(person):
    db.session.expire_all()
    return ledger.wallet(person.id).available


def stored():
    db.session.rollback()
    return db.session.query(WebhookEvent).count()


@pytest.mark.once
def test_a_webhook_brings_the_money_in(client, ben, paid, run_jobs):
    answer = knock(client, "ev_1", paid.gateway_ref)
    assert (answer.status_code, balance_of(ben)) == (200, 0)

    assert "payments.act" in run_jobs()

    assert balance_of(ben) == 2500
    assert ledger.trial_balance() == {"USD": 0}


def test_the_return_first_and_the_webhook_later_is_one_payment(as_ben, client, ben, paid, run_jobs):
    as_ben.get(f"/payments/{paid.public_id}/return")
    knock(client, "ev_1", paid.gateway_ref)
    run_jobs()

    assert balance_of(ben) == 2500


@pytest.mark.once
def test_an_event_says_nothing_that_we_believe(client, ben, as_ben, gateway, run_jobs):
    begin(as_ben, "25")
    attempt = attempt_of(ben)

    knock(client, "ev_1", attempt.gateway_ref, type="checkout.succeeded")
    run_jobs()

    assert balance_of(ben) == 0
    assert attempt_of(ben).state == "sent"


def test_an_event_is_stored_once(client, paid, run_jobs):
    answers = [knock(client, "ev_1", paid.gateway_ref).status_code for _ in range(5)]

    assert answers == [200] * 5
    assert stored() == 1
    assert run_jobs().count("payments.act") == 1


@pytest.mark.once
@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1,v1=00",
        "nonsense",
        "t=,v1=",
        "t=NOW,v1=" + "0" * 64,
        "t=99999999999999999999,v1=a",
        "t=1e9,v1=a",
        "t=NOW,t=1,v1=é",
    ],
)
def test_what_is_not_signed_is_refused(client, gateway, header):
    body = json.dumps({"id": "ev_1", "type": "x", "thing": "y"}).encode()
    signature = header.replace("NOW", str(int(time.time())))

    answer = client.post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": signature})

    assert answer.status_code == 400
    assert stored() == 0


@pytest.mark.parametrize("age", [-301, 301])
def test_a_stale_signature_is_refused(client, gateway, age):
    body, headers = signed({"id": "ev_1", "type": "x", "thing": "y"}, SECRET, int(time.time()) + age)

    assert client.post("/webhooks/sandbox", data=body, headers=headers).status_code == 400
    assert stored() == 0


@pytest.mark.once
def test_what_is_signed_with_another_secret_is_refused(client, gateway):
    body, headers = signed({"id": "ev_1", "type": "x", "thing": "y"}, "another secret", int(time.time()))

    assert client.post("/webhooks/sandbox", data=body, headers=headers).status_code == 400
    assert client.post("/webhooks/bank", data=body, headers=headers).status_code == 404
    assert client.post("/webhooks/stripe", data=body, headers=headers).status_code in (400, 422)


def test_an_event_about_nothing_of_ours_is_put_aside(client, gateway, run_jobs):
    knock(client, "ev_1", "ch_of_somebody_else")
    run_jobs()

    assert [event.state for event in payments.latest_events()] == ["foreign"]


@pytest.mark.once
def test_a_hundred_and_more_mutations_are_refused(client, gateway):
    """M11, with few; bin/trust asks with a thousand."""
    assert events.forged(client, count=150) == 0
    assert stored() == 0
