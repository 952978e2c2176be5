"""Changing: up at once for the difference, down and to another period at the next renewal, and taking that back."""

from datetime import timedelta

import pytest

from tests.memberships.conftest import NEW_YEAR
from wm.domains import earnings, entitlements, ledger, memberships
from wm.kernel.db import db
from wm.kernel.errors import NotFound

pytestmark = pytest.mark.usefixtures("books")
KEY = "a-form-of-ben"


@pytest.fixture
def on(calendar, run_jobs):
    def go(day, hours=1):
        calendar(NEW_YEAR + timedelta(days=day, hours=hours))
        return run_jobs()

    calendar(NEW_YEAR)
    return go


def joined(ben, tier, period="month"):
    row = memberships.join(ben, tier, period, key=KEY)
    db.session.commit()
    return row


def level(person):
    return [right.level for right in entitlements.live_grants(person.id)]


def test_up_is_at_once_and_costs_the_difference_for_the_days_that_are_left(on, ben, ada, friends, patrons, purse):
    row = joined(ben, friends)
    on(14)

    said = memberships.quote(row, patrons, "month")
    memberships.change(row, patrons, "month", key="a-form-to-change")

    assert (said.is_at_once, said.days, said.amount, said.then) == (True, 14, 500, 1500)
    assert (row.tier.name, level(ben), ledger.wallet(ben.id).posted) == ("Patrons", [2], 99_000)
    assert earnings.find("membership", f"{row.public_id}:2").gross == 500
    db.session.commit()
    on(28)
    assert ledger.wallet(ben.id).posted == 97_500


def test_the_same_form_twice_changes_and_charges_once(on, ben, friends, patrons, purse):
    row = joined(ben, friends)
    for _ in range(2):
        memberships.change(row, patrons, "month", key="a-form-to-change")

    assert (ledger.wallet(ben.id).posted, row.number) == (98_500, 2)


def test_up_without_the_money_changes_nothing(ben, fill, friends, patrons):
    fill(ben, 600)
    row = joined(ben, friends)

    with pytest.raises(ledger.InsufficientFunds) as refusal:
        memberships.change(row, patrons, "month", key="a-form-to-change")

    row = memberships.with_row_id(row.id)
    assert (refusal.value.details["missing"], row.tier.name, level(ben)) == (900, "Friends", [1])
    assert (ledger.wallet(ben.id).posted, row.number) == (100, 1)


def test_down_is_at_the_next_renewal(on, ben, friends, patrons, purse):
    row = joined(ben, patrons)
    on(5)

    memberships.change(row, friends, "month", key="a-form-to-change")
    db.session.commit()
    assert (row.tier.name, row.next_tier.name, level(ben), ledger.wallet(ben.id).posted) == (
        "Patrons",
        "Friends",
        [2],
        98_500,
    )
    on(28)

    row = memberships.with_row_id(row.id)
    assert (row.tier.name, row.next_tier, level(ben), ledger.wallet(ben.id).posted) == ("Friends", None, [1], 98_000)


def test_a_change_for_later_is_taken_back_by_choosing_what_one_has(on, ben, friends, patrons, purse):
    row = joined(ben, patrons)
    memberships.change(row, friends, "month", key="a-form-to-change")

    memberships.change(row, patrons, "month", key="a-form-to-stay")
    db.session.commit()
    on(28)

    row = memberships.with_row_id(row.id)
    assert (row.tier.name, ledger.wallet(ben.id).posted) == ("Patrons", 97_000)
    with pytest.raises(memberships.SameTier):
        memberships.change(row, patrons, "month", key="a-form-for-nothing")


def test_months_become_years_at_the_next_renewal(on, ben, friends, purse):
    row = joined(ben, friends)

    memberships.change(row, friends, "year", key="a-form-to-change")
    db.session.commit()
    on(28)

    row = memberships.with_row_id(row.id)
    assert (row.period, row.ends_at.date().isoformat(), ledger.wallet(ben.id).posted) == ("year", "2028-02-29", 94_500)


def test_in_a_trial_a_change_costs_nothing(on, ben, friends, patrons, purse):
    memberships.edit_tier(friends, name="Friends", per_month=500, per_year=5000, benefits=[], trial_days=7)
    row = joined(ben, friends)

    memberships.change(row, patrons, "month", key="a-form-to-change")
    assert (row.state, level(ben), ledger.wallet(ben.id).posted) == ("trial", [2], 100_000)
    db.session.commit()
    on(7)

    assert ledger.wallet(ben.id).posted == 98_500


def test_who_is_past_due_can_choose_what_they_can_pay(on, ben, fill, friends, patrons):
    fill(ben, 2000)
    row = joined(ben, patrons)
    on(28)
    assert memberships.with_row_id(row.id).state == "past_due"

    memberships.change(row, friends, "month", key="a-form-to-change")
    db.session.commit()
    on(29)

    row = memberships.with_row_id(row.id)
    assert (row.state, row.tier.name, ledger.wallet(ben.id).posted, level(ben)) == ("active", "Friends", 0, [1])


def test_a_tier_of_somebody_else_is_no_change(ben, cy, friends, purse):
    other = memberships.make_tier(cy.id, name="Tuners", per_month=500, per_year=None, benefits=[])
    row = joined(ben, friends)

    with pytest.raises(NotFound):
        memberships.change(row, other, "month", key="a-form-to-change")


def test_changing_calls_off_a_cancellation(ben, friends, patrons, purse):
    row = joined(ben, friends)
    memberships.cancel(row)

    memberships.change(row, patrons, "month", key="a-form-to-change")

    assert not row.is_leaving
