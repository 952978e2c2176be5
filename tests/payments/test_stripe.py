"""Stripe: its library speaks over HTTP to localstripe; a double adds Checkout and transfers, which that does not have."""

import json
import queue
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
import stripe

from tests import services
from tests.payments.pages import attempt_of
from tests.payments.stripe_double import CARD
from wm.domains import ledger, payments
from wm.domains.payments.gateways.stripe import Stripe
from wm.kernel import ids
from wm.kernel.db import db, transaction

KEY, HOOK = "sk_test_12345", "whsec_of_the_tests"


@pytest.fixture(scope="module")
def servers():
    """localstripe, and the double in front of it."""
    ports = services.free_port(), services.free_port()
    code = f"from aiohttp import web; from localstripe.server import app; web.run_app(app, host='127.0.0.1', port={ports[0]})"
    behind = services.Server("localstripe", [sys.executable, "-c", code])  # its own start listens everywhere
    behind.wait_for(lambda: services.accepts(("127.0.0.1", ports[0])))
    command = [sys.executable, "-m", "tests.payments.stripe_double", str(ports[1]), f"http://127.0.0.1:{ports[0]}"]
    front = services.Server("double", command)
    front.wait_for(lambda: services.accepts(("127.0.0.1", ports[1])))
    yield f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
    front.stop()
    behind.stop()


@pytest.fixture
def double(app, servers):
    app.config.update(GATEWAYS="stripe", STRIPE_SECRET_KEY=KEY, STRIPE_WEBHOOK_SECRET=HOOK, STRIPE_API_BASE=servers[1])
    payments.rested("stripe")
    return servers[1]


def press(double, attempt, deed="pay"):
    name = attempt.gateway_url.rsplit("/", 1)[1]
    requests.post(f"{double}/{deed}/{name}", headers={"Authorization": f"Bearer {KEY}"}, timeout=5).raise_for_status()


def begun(person, amount=2500):
    with transaction():
        payments.checkout(person, amount, gateway="stripe", key=ids.new(22))
    return attempt_of(person)


def paid(double, person):
    attempt = begun(person)
    press(double, attempt)
    payments.follow(attempt.id)
    return attempt_of(person)


def balance_of(person):
    db.session.rollback()
    db.session.expire_all()
    return ledger.wallet(person.id).available


def test_money_comes_in_by_checkout(double, ben):
    attempt = begun(ben)
    payments.follow(attempt.id)
    assert (attempt_of(ben).state, balance_of(ben)) == ("sent", 0)

    press(double, attempt)
    payments.follow(attempt.id)

    assert (attempt_of(ben).state, balance_of(ben)) == ("succeeded", 2500)
    assert ledger.of_site("fees").posted == -103
    assert ledger.trial_balance() == {"USD": 0}


def test_a_page_that_expired_takes_nothing(double, ben):
    attempt = begun(ben)
    press(double, attempt, "expire")

    payments.follow(attempt.id)

    assert attempt_of(ben).why == "The payment page has expired."


def test_a_refund_is_made_once_although_localstripe_knows_no_keys(double, ben):
    deposit = paid(double, ben)
    with transaction():
        back = payments.refund(payments.by_id(deposit.id), 1000, "back")
    payments.follow(back.id)
    with transaction():  # as if the answer had been lost
        known = payments.by_id(back.id)
        known.state, known.gateway_ref, ref = "unknown", None, known.gateway_ref

    payments.follow(back.id)

    assert payments.by_id(back.id).gateway_ref == ref
    assert balance_of(ben) == 1500


def test_localstripe_refuses_what_can_not_be_refunded(double, servers, ben):
    """The same library, straight against localstripe."""
    gateway, attempt = Stripe(), begun(ben)

    with pytest.raises(payments.Refused):
        gateway.give_back(attempt, "pi_of_nobody")


def test_a_payout_is_a_transfer_to_an_account(double, ada):
    with transaction():
        made = payments.payout(ada.id, 700, {"account": "acct_1"}, key="w1", gateway="stripe", purpose_ref="w1")
    payments.follow(made.id)

    assert payments.by_id(made.id).state == "succeeded"


def test_a_payout_to_nowhere_fails(double, ada):
    with transaction():
        made = payments.payout(ada.id, 700, {"account": "nowhere"}, key="w1", gateway="stripe")
    payments.follow(made.id)

    assert payments.by_id(made.id).state == "failed"


def test_a_lost_transfer_is_found_again(double, ada):
    with transaction():
        made = payments.payout(ada.id, 700, {"account": "acct_1"}, key="w1", gateway="stripe")
    payments.follow(made.id)
    with transaction():
        known = payments.by_id(made.id)
        known.state, known.gateway_ref, ref = "unknown", None, known.gateway_ref

    payments.follow(made.id)

    assert payments.by_id(made.id).gateway_ref == ref


@pytest.mark.once
def test_stripes_own_signature_is_taken(client, double, ben, run_jobs):
    attempt = begun(ben)
    press(double, attempt)
    thing = {"id": attempt.gateway_ref, "metadata": {"attempt": attempt.public_id}}
    body = json.dumps({"id": "evt_1", "type": "checkout.session.completed", "data": {"object": thing}})
    moment = int(time.time())
    proof = stripe.WebhookSignature._compute_signature(f"{moment}.{body}", HOOK)

    answer = client.post("/webhooks/stripe", data=body, headers={"Stripe-Signature": f"t={moment},v1={proof}"})
    run_jobs()

    assert answer.status_code == 200
    assert balance_of(ben) == 2500


def test_when_stripe_is_away_attempts_wait(app, double, ben):
    app.config["STRIPE_API_BASE"] = "http://127.0.0.1:9"

    attempt = begun(ben)

    assert attempt.state == "created"


@pytest.mark.once
def test_the_way_on_leads_to_stripe_and_nowhere_else(app, double):
    gateway = Stripe()

    assert gateway.may_lead_to("https://checkout.stripe.com/c/pay/cs_1")
    assert not gateway.may_lead_to("https://checkout.stripe.com.evil.example/")
    assert not gateway.may_lead_to("javascript:alert(1)")


@pytest.mark.once
def test_what_localstripe_signs_is_taken(app, servers):
    """localstripe sends its own webhooks: signed by its own hand over its own event, a second after the deed."""
    app.config["STRIPE_WEBHOOK_SECRET"] = HOOK
    came = queue.Queue()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            came.put((self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said):
            pass

    door = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    where = {"url": f"http://127.0.0.1:{door.server_port}/", "secret": HOOK}
    requests.post(f"{servers[0]}/_config/webhooks/ours", data=where, timeout=5).raise_for_status()
    known = {"auth": (KEY, ""), "timeout": 5}
    method = requests.post(f"{servers[0]}/v1/payment_methods", data=CARD, **known).json()["id"]
    intent = {
        "amount": 700,
        "currency": "usd",
        "payment_method": method,
        "confirm": "true",
        "metadata[attempt]": "key22",
    }
    requests.post(f"{servers[0]}/v1/payment_intents", data=intent, **known).raise_for_status()

    told = next(each for each in iter(lambda: came.get(timeout=10), None) if b"key22" in each[0])
    door.shutdown()
    event = Stripe().event(*told)

    assert (event.kind, event.thing) == ("payment_intent.succeeded", "key22")
