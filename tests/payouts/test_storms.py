"""Small storms: what may happen once happens once, whoever runs how often, and nothing is lost while a gateway is."""

import pytest

from tests.payments.conftest import Gateway, gateway, gateway_process
from tests.payouts import storm
from wm.domains import payments

__all__ = ["gateway", "gateway_process"]
RIGHT = {"findings": 0, "off_by": 0}


def test_settling_twenty_times_at_once_settles_once(app):
    found = storm.settle_together(app, count=40, runs=6)

    assert found == {"settled": 40, "twice": 0, "wrong_balances": 0} | RIGHT


def test_a_schedule_that_runs_many_times_pays_once_a_period(app):
    found = storm.schedules_together(app, people_count=4, runs=5)

    assert found == {"people": 4, "jobs": 4, "payouts": 4} | RIGHT


def test_exactly_as_many_ask_as_there_is_money_for(app):
    found = storm.ask_together(app, count=24, affordable=10, threads=6)

    assert found == {"held": 10, "refused": 14, "left": 0} | RIGHT


def test_lost_answers_neither_lose_nor_repeat_a_payout(app, gateway):
    found = storm.through_lost_answers(app, gateway, count=8)

    same = dict.fromkeys(("asked", "at_gateway", "unique", "settled", "holds_settled"), 8)
    assert found == same | {"reversed_while_paid": 0, "not_ended": 0} | RIGHT


def test_while_the_gateway_is_gone_payouts_wait_and_then_go(app, monkeypatch):
    monkeypatch.setattr("wm.domains.payments.gateways.line.REST_SECONDS", 0.1)
    server = Gateway()
    app.config.update(
        SANDBOX_URL=server.url, SANDBOX_SECRET="what the tests share with the sandbox", GATEWAYS="sandbox"
    )
    payments.rested("sandbox")
    running = [server]

    def back():
        running.append(server.again())
        return running[-1]

    try:
        found = storm.through_an_outage(app, server, server.kill, back, count=6)
    finally:
        running[-1].stop()

    same = dict.fromkeys(("asked", "at_gateway", "unique", "settled", "holds_settled", "waited"), 6)
    assert found["seconds_to_recover"] <= 60
    found.pop("seconds_to_recover")
    assert found == same | {"reversed_while_paid": 0, "not_ended": 0} | RIGHT


@pytest.mark.parametrize("count", [60])
def test_a_later_share_changes_nothing_that_was_sold_before(app, count):
    assert storm.later_rates(app, count) == {"settled": count, "changed": 0} | RIGHT
