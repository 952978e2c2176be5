"""What is promised to go out: held, then settled or released, once."""

import pytest

from wm.domains import ledger
from wm.kernel.db import db


@pytest.fixture
def earned(app, ada, ben):
    """Ada can withdraw 40.00; her account and the bank's."""
    clearing = ledger.of_site("clearing", "bank")
    ledger.move(4000, clearing, ledger.wallet(ben.id), reason="deposit", key="in")
    ledger.move(4000, ledger.wallet(ben.id), ledger.of_person("pending", ada.id), reason="sale", key="sale")
    mine = ledger.of_person("available", ada.id)
    ledger.move(4000, ledger.of_person("pending", ada.id), mine, reason="settle", key="settle")
    return mine, clearing


def test_what_is_held_can_not_go_out_twice(earned):
    mine, clearing = earned
    ledger.hold(2500, mine, reason="payout", key="payout:1")

    with pytest.raises(ledger.InsufficientFunds):
        ledger.hold(1501, mine, reason="payout", key="payout:2")
    with pytest.raises(ledger.InsufficientFunds):
        ledger.move(1501, mine, clearing, reason="payout", key="other")

    assert (mine.posted, mine.held, mine.available) == (4000, 2500, 1500)


def test_a_hold_is_settled_once(earned):
    mine, clearing = earned
    ledger.hold(4000, mine, reason="payout", key="payout:1")
    line = ledger.Line("payout", mine, clearing, 4000)

    first, again = ledger.settle("payout:1", line), ledger.settle("payout:1", line)

    assert (first.is_repeat, again.is_repeat, again.id) == (False, True, first.id)
    assert (mine.posted, mine.held, clearing.posted) == (0, 0, 0)
    with pytest.raises(ledger.HoldEnded):
        ledger.release("payout:1")


def test_a_hold_is_released_once(earned):
    mine, clearing = earned
    ledger.hold(1000, mine, reason="payout", key="payout:1")

    ledger.release("payout:1")
    ledger.release("payout:1")

    assert (mine.posted, mine.held) == (4000, 0)
    with pytest.raises(ledger.HoldEnded):
        ledger.settle("payout:1", ledger.Line("payout", mine, clearing, 1000))


def test_the_same_promise_twice_is_one(earned):
    mine, _clearing = earned
    ledger.hold(1000, mine, reason="payout", key="payout:1")

    ledger.hold(1000, mine, reason="payout", key="payout:1")

    assert mine.held == 1000
    with pytest.raises(ledger.KeyReused):
        ledger.hold(1001, mine, reason="payout", key="payout:1")
    db.session.commit()
    assert ledger.read().findings == []
