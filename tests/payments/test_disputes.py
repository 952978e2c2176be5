"""Somebody's bank takes money back: the gateway tells, we ask, and a fact says how it stands."""

import time

import pytest

from tests.payments.pages import attempt_of
from tests.payments.storm import knock
from wm.domains import payments
from wm.domains.payments import gateways, webhooks
from wm.kernel import ids
from wm.kernel.db import transaction


@pytest.mark.once
def test_a_dispute_is_told_with_what_the_gateway_says(app, client, ben, gateway, run_jobs, monkeypatch):
    told = []
    monkeypatch.setattr(webhooks, "record", told.append)
    with transaction():
        made = payments.checkout(ben, 2500, gateway="sandbox", key=ids.new(22))
    gateway.pay(payments.by_id(made.id).gateway_url, "4000 0000 0000 0259")
    payments.follow(made.id)
    thing = gateway.ask("GET", f"/v1/things/dispute:{attempt_of(ben).gateway_ref}")
    assert gateways.ALL["sandbox"].claim(thing["id"]) is None  # it has not begun

    time.sleep(3.1)
    knock(client, "ev_1", thing["id"], type="dispute.open")
    run_jobs()

    assert told == [payments.DisputeSaid(made.id, thing["id"], "open", 2500, "fraudulent", 1500, "")]
    assert [event.state for event in payments.latest_events()] == ["acted"]
