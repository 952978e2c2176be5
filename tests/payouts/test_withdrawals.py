"""A withdrawal holds its money at once, keeps to the rules, and is sent, settled or given back."""

from datetime import timedelta

import pytest

from tests.payouts.conftest import balances, give
from wm.domains import earnings, ledger, payouts
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound


def test_a_request_holds_the_money_at_once(rich, bank):
    asked = payouts.ask(rich, 10_000, bank, key="one")

    assert (asked.state, asked.flags) == ("requested", "")
    assert balances(rich)["available"] == (30_000, 10_000)
    assert ledger.trial_balance() == {"USD": 0}


def test_the_same_request_counts_once(rich, bank):
    first, again = payouts.ask(rich, 10_000, bank, key="one"), payouts.ask(rich, 10_000, bank, key="one")

    assert first.id == again.id
    assert balances(rich)["available"] == (30_000, 10_000)
    with pytest.raises(ledger.KeyReused):
        payouts.ask(rich, 9_999, bank, key="one")


@pytest.mark.parametrize("amount", [-1, 0, 999, 30_001, 10**15])
def test_an_amount_outside_the_limits_is_refused(rich, bank, amount):
    with pytest.raises(payouts.AmountRefused):
        payouts.ask(rich, amount, bank, key="odd")
    assert balances(rich)["available"] == (30_000, 0)


def test_somebody_who_never_confirmed_an_address_waits(rich, bank):
    rich.email_verified_at = None

    with pytest.raises(payouts.AddressUnconfirmed):
        payouts.ask(rich, 10_000, bank, key="one")


def test_a_frozen_account_and_a_case_of_fraud_let_nothing_out(rich, bank):
    ledger.freeze(earnings.available_of(rich.id), "It differs.")
    with pytest.raises(ledger.AccountFrozen):
        payouts.ask(rich, 10_000, bank, key="one")
    db.session.rollback()
    ledger.open_case("fraud", "person:1", "Many cards.", owner_id=rich.id)
    with pytest.raises(payouts.UnderLook):
        payouts.ask(rich, 10_000, bank, key="two")


def test_so_many_in_a_week_and_no_more(app, rich, bank):
    app.config.update(PAYOUTS_UNSEEN_PER_WEEK=2, PAYOUTS_PER_WEEK=3)
    states = [payouts.ask(rich, 1_000, bank, key=f"n{n}").state for n in range(3)]

    assert states == ["requested", "requested", "review"]
    with pytest.raises(payouts.TooOften):
        payouts.ask(rich, 1_000, bank, key="four")
    clock.shift(timedelta(days=8))
    assert payouts.ask(rich, 1_000, bank, key="five").state == "review"  # a case about the third one is open


def test_a_new_account_rests_three_days_and_somebody_looks(rich):
    young = payouts.add_bank(rich, name="Ada Okafor", iban="FR1420041010050500013M02606")
    asked = payouts.ask(rich, 10_000, young, key="one")

    assert (asked.state, asked.flags) == ("review", "new_target")
    assert asked.sends_at - clock.now() > timedelta(hours=71)


def test_a_great_amount_waits_for_somebody(app, rich, bank, ruth):
    give(rich, 70_000, "more")
    asked = payouts.ask(rich, 60_000, bank, key="one")

    assert (asked.state, [case.kind for case in ledger.cases_of(rich.id)]) == ("review", ["withdrawal"])
    payouts.approve(asked.public_id, ruth, "Known to us.")
    assert (asked.state, ledger.cases_of(rich.id)) == ("approved", [])


def test_it_is_sent_once_and_settled_by_what_the_gateway_says(rich, bank, run_jobs):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()
    assert payouts.find(asked.public_id).state == "sent"
    assert balances(rich)["available"] == (30_000, 10_000)

    for _ in range(3):
        payouts.arrived(asked.public_id, "bank")

    assert payouts.find(asked.public_id).state == "settled"
    assert balances(rich)["available"] == (20_000, 0)
    assert ledger.of_site("clearing", "bank").posted == 10_000
    assert ledger.trial_balance() == {"USD": 0}


def test_what_could_not_be_sent_is_available_again_with_the_reason(rich, bank, run_jobs):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()
    for _ in range(3):
        payouts.failed(asked.public_id, "AC04: the account is closed.")

    assert (asked.state, asked.why) == ("bounced", "AC04: the account is closed.")
    assert balances(rich)["available"] == (30_000, 0)


def test_what_the_bank_sends_back_later_is_available_again(rich, bank, run_jobs):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()
    payouts.arrived(asked.public_id, "bank")
    for _ in range(3):
        payouts.came_back(asked.public_id, "bank", "AC01: no such account.")

    assert (asked.state, balances(rich)["available"]) == ("bounced", (30_000, 0))
    assert ledger.of_site("clearing", "bank").posted == 0
    assert ledger.trial_balance() == {"USD": 0}


def test_it_can_be_taken_back_until_it_is_on_its_way(rich, bank, run_jobs):
    first = payouts.ask(rich, 10_000, bank, key="one")
    assert payouts.cancel(rich, first.public_id).state == "cancelled"
    assert balances(rich)["available"] == (30_000, 0)

    second = payouts.ask(rich, 10_000, bank, key="two")
    run_jobs()
    with pytest.raises(payouts.TooLate):
        payouts.cancel(rich, second.public_id)


def test_nobody_takes_back_what_is_not_theirs(rich, bank, ben):
    asked = payouts.ask(rich, 10_000, bank, key="one")

    with pytest.raises(NotFound):
        payouts.cancel(ben, asked.public_id)
    assert balances(rich)["available"] == (30_000, 10_000)


def test_a_case_that_opens_in_between_stops_it_on_its_way_out(rich, bank, run_jobs):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    ledger.open_case("fraud", "person:1", "Many cards.", owner_id=rich.id)
    run_jobs()

    assert (asked.state, asked.flags, asked.attempt_ref) == ("review", "case", "")


def test_what_is_available_goes_to_the_own_wallet_at_once(rich):
    payouts.to_wallet(rich, 4_000, key="one")
    payouts.to_wallet(rich, 4_000, key="one")

    assert balances(rich) == {"available": (26_000, 0), "wallet": (4_000, 0)}
    with pytest.raises(payouts.AmountRefused):
        payouts.to_wallet(rich, 26_001, key="two")


def test_it_says_when_the_gateway_contradicts_what_was_decided_by_hand(rich, bank, run_jobs):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()
    payouts.failed(asked.public_id, "No.")
    payouts.arrived(asked.public_id, "bank")

    assert (asked.state, [case.kind for case in ledger.cases_of(rich.id)]) == ("bounced", ["payout"])


def test_who_objects_does_not_wait_for_it(rich, bank):
    payouts.object_to(rich, "This is too little.", key="one")

    assert payouts.ask(rich, 10_000, bank, key="two").state == "requested"
