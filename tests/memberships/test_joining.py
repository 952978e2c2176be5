"""Joining: a period is paid from the wallet, or tried first; whatever stands against it changes nothing."""

from datetime import timedelta

import pytest

from tests.memberships.conftest import NEW_YEAR
from wm.domains import earnings, entitlements, ledger, memberships
from wm.kernel.db import db

pytestmark = pytest.mark.usefixtures("books")
KEY = "a-form-of-ben"


def balances(person):
    return {kind: account.posted for kind, account in ledger.balances(person.id).items()}


def rights(person):
    return [(right.scope, right.scope_id, right.level, right.until) for right in entitlements.live_grants(person.id)]


def test_joining_pays_the_first_month_and_opens_what_the_tier_opens(ada, ben, friends, purse, calendar):
    calendar(NEW_YEAR)

    row = memberships.join(ben, friends, "month", key=KEY)

    assert (row.state, row.period, row.ends_at.date().isoformat()) == ("active", "month", "2027-02-28")
    assert (balances(ben)["wallet"], balances(ada)) == (99_500, {"pending": 500})
    assert rights(ben) == [("creator", ada.id, 1, row.ends_at + memberships.GRACE)]
    assert earnings.find("membership", f"{row.public_id}:1").gross == 500


def test_a_year_is_paid_at_once(ada, ben, friends, purse, calendar):
    calendar(NEW_YEAR)

    row = memberships.join(ben, friends, "year", key=KEY)

    assert (row.ends_at.date().isoformat(), balances(ada)) == ("2028-01-31", {"pending": 5000})


def test_the_same_form_twice_joins_once(ada, ben, friends, purse):
    first = memberships.join(ben, friends, "month", key=KEY)
    db.session.commit()
    again = memberships.join(ben, friends, "month", key=KEY)

    assert (first.id, balances(ada), again.number) == (again.id, {"pending": 500}, 1)


def test_a_trial_costs_nothing_and_comes_once(ada, ben, friends):
    memberships.edit_tier(friends, name="Friends", per_month=500, per_year=5000, benefits=[], trial_days=7)
    row = memberships.join(ben, friends, "month", key=KEY)

    assert (row.state, row.ends_at - row.starts_at, balances(ada)) == ("trial", timedelta(days=7), {"pending": 0})
    assert rights(ben)[0][:3] == ("creator", ada.id, 1)
    memberships.cancel(row)
    assert not memberships.may_try(ben, friends)


def test_an_empty_wallet_is_told_what_is_missing_and_nothing_has_changed(ada, ben, friends, fill):
    fill(ben, 120)

    with pytest.raises(ledger.InsufficientFunds) as refusal:
        memberships.join(ben, friends, "month", key=KEY)
    db.session.rollback()

    assert refusal.value.details["missing"] == 380
    assert (balances(ben), rights(ben)) == ({"wallet": 120}, [])
    assert memberships.of_person(ben) == []


def test_a_member_cannot_join_again_nor_a_maker_their_own_nor_anybody_a_closed_one(ada, ben, friends, patrons, purse):
    memberships.close(patrons)
    memberships.join(ben, friends, "month", key=KEY)
    db.session.commit()

    for person, tier, period, refusal in (
        (ben, friends, "month", memberships.AlreadyMember),
        (ada, friends, "month", memberships.OwnTier),
        (ben, patrons, "month", memberships.TierClosed),
        (ben, friends, "week", memberships.NotOffered),
    ):
        with pytest.raises(refusal):
            memberships.join(person, tier, period, key=f"another-{refusal.__name__}")
        db.session.rollback()
    with pytest.raises(memberships.StaleForm):
        memberships.join(ben, friends, "month", key="x")

    assert balances(ada) == {"pending": 500}


def test_a_form_that_was_sent_before_for_another_tier_is_refused(ben, friends, patrons, purse):
    row = memberships.join(ben, friends, "month", key=KEY)

    with pytest.raises(ledger.KeyReused):
        memberships.take(ben, patrons, "month", key=KEY)

    assert (row.tier.name, ledger.wallet(ben.id).posted) == ("Friends", 99_500)
