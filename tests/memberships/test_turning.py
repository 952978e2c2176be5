"""What the clock does: renewals charged once, kind tries when the wallet is empty, ends; all by the jobs that really run."""

from datetime import timedelta

import pytest

from jobs.memberships import sweep
from tests.films import published
from tests.memberships.conftest import NEW_YEAR
from wm.domains import content, entitlements, graph, ledger, memberships
from wm.domains.memberships.models import Period
from wm.kernel.db import db

pytestmark = pytest.mark.usefixtures("books")
KEY = "a-form-of-ben"


def joined(ben, tier, period="month"):
    row = memberships.join(ben, tier, period, key=KEY)
    db.session.commit()
    return row


def days(row):
    return [period.starts_at.date().isoformat() for period in reversed(memberships.receipts(row))]


@pytest.fixture
def on(calendar, run_jobs):
    """Let the clock go to a day and do what is due there: on(31) is thirty-one days after NEW_YEAR."""

    def go(day, hours=1):
        calendar(NEW_YEAR + timedelta(days=day, hours=hours))
        return run_jobs()

    calendar(NEW_YEAR)
    return go


@pytest.fixture
def locked(ada, friends):
    """A film of Ada's that her members may watch."""
    film = published(ada, "For friends")
    content.set_lock(film, by_level=1)
    db.session.commit()
    return film


def test_months_follow_each_other_from_the_day_of_joining(on, ben, ada, friends, purse):
    row = joined(ben, friends)
    for day in (28, 59, 89):
        on(day)

    row = memberships.with_row_id(row.id)
    assert days(row) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    assert (row.ends_at.date().isoformat(), row.state) == ("2027-05-31", "active")
    assert (ledger.wallet(ben.id).posted, ledger.balances(ada.id)["pending"].posted) == (98_000, 2000)


def test_a_year_is_followed_by_a_year(on, ben, friends, purse):
    row = joined(ben, friends, "year")
    on(365)

    assert days(memberships.with_row_id(row.id)) == ["2027-01-31", "2028-01-31"]
    assert ledger.wallet(ben.id).posted == 90_000


def test_a_trial_is_paid_on(on, ben, ada, friends, purse):
    memberships.edit_tier(friends, name="Friends", per_month=500, per_year=None, benefits=[], trial_days=7)
    row = joined(ben, friends)
    on(7)

    row = memberships.with_row_id(row.id)
    assert (row.state, days(row), row.ends_at.date().isoformat()) == (
        "active",
        ["2027-01-31", "2027-02-07"],
        "2027-03-07",
    )
    assert ledger.wallet(ben.id).posted == 99_500


def test_a_trial_that_nobody_pays_on_ends_without_a_debt(on, ben, ada, friends, locked):
    memberships.edit_tier(friends, name="Friends", per_month=500, per_year=None, benefits=[], trial_days=7)
    row = joined(ben, friends)
    assert content.opens(locked, ben)
    on(7)

    row = memberships.with_row_id(row.id)
    assert (row.state, row.ended_why, content.opens(locked, ben)) == ("ended", "trial", False)


def test_the_same_renewal_many_times_is_charged_once(on, ben, friends, purse):
    row = joined(ben, friends)
    on(28)

    for _ in range(20):
        memberships.turn(row.id)
        db.session.commit()

    assert ledger.wallet(ben.id).posted == 99_000
    assert db.session.query(Period).count() == 2


def test_an_empty_wallet_is_asked_again_after_one_three_and_five_days_and_then_it_ends(on, ben, fill, friends, locked):
    fill(ben, 500)
    row = joined(ben, friends)
    said = {}
    for day in (28, 29, 30, 31, 32, 33):
        on(day)
        row = memberships.with_row_id(row.id)
        said[day] = (row.state, row.tries, content.opens(locked, ben))

    assert said == {
        28: ("past_due", 1, True),
        29: ("past_due", 2, True),
        30: ("past_due", 2, True),
        31: ("past_due", 3, True),
        32: ("past_due", 3, True),
        33: ("ended", 4, False),
    }
    assert (row.ended_why, ledger.wallet(ben.id).posted, days(row)) == ("unpaid", 0, ["2027-01-31"])


def test_money_within_the_days_of_grace_renews_from_the_old_day(on, ben, fill, friends, locked):
    fill(ben, 500)
    row = joined(ben, friends)
    on(28)
    fill(ben, 500)
    on(31)

    row = memberships.with_row_id(row.id)
    assert (row.state, row.tries, row.ends_at.date().isoformat()) == ("active", 0, "2027-03-31")
    assert (days(row), content.opens(locked, ben)) == (["2027-01-31", "2027-02-28"], True)


def test_what_is_past_due_can_be_paid_at_once(on, ben, app, fill, friends):
    fill(ben, 500)
    row = joined(ben, friends)
    on(28)
    as_ben = app.test_client().sign_in(ben)
    where = f"/memberships/{row.public_id}"
    assert "Add $5.00" in as_ben.get(where).text
    assert as_ben.post(f"{where}/payment").status_code == 402

    fill(ben, 500)
    assert "Pay now" in as_ben.get(where).text
    assert as_ben.post(f"{where}/payment").status_code == 303

    db.session.expire_all()
    assert memberships.with_row_id(row.id).state == "active"


def test_what_was_cancelled_ends_on_its_last_day_and_closes_at_once(on, ben, friends, purse, locked):
    row = joined(ben, friends)
    memberships.cancel(row)
    db.session.commit()
    on(27)
    assert content.opens(locked, ben)

    on(28)

    row = memberships.with_row_id(row.id)
    assert (row.state, row.ended_why, content.opens(locked, ben)) == ("ended", "cancelled", False)
    assert ledger.wallet(ben.id).posted == 99_500


def test_what_was_resumed_is_renewed(on, ben, friends, purse, locked):
    row = joined(ben, friends)
    memberships.cancel(row)
    memberships.resume(row)
    db.session.commit()
    on(28)

    assert (memberships.with_row_id(row.id).state, content.opens(locked, ben)) == ("active", True)


def test_who_comes_back_finds_everything_open_again(on, ben, friends, purse, locked):
    memberships.cancel(joined(ben, friends))
    db.session.commit()
    on(40)
    assert not content.opens(locked, ben)

    again = memberships.join(ben, friends, "month", key="another-form")

    assert (content.opens(locked, ben), again.starts_at.date().isoformat()) == (True, "2027-03-12")
    assert len(entitlements.live_grants(ben.id)) == 1


def test_a_clock_that_stood_still_charges_no_month_that_is_gone(on, ben, ada, friends, purse):
    row = joined(ben, friends)
    on(100)

    row = memberships.with_row_id(row.id)
    assert days(row) == ["2027-01-31", "2027-05-11"]
    assert ledger.wallet(ben.id).posted == 99_000


def test_another_price_is_paid_from_the_first_renewal_after_notice(on, ben, friends, purse):
    row = joined(ben, friends)
    on(20)
    memberships.edit_tier(friends, name="Friends", per_month=900, per_year=5000, benefits=[])
    db.session.commit()
    on(28)
    assert ledger.wallet(ben.id).posted == 99_000
    on(59)

    assert ledger.wallet(ben.id).posted == 98_100
    assert memberships.next_charge(memberships.with_row_id(row.id)).amount == 900


def test_the_hourly_look_finds_what_was_missed_and_is_promised_once_an_hour(on, ben, friends, purse):
    row = joined(ben, friends)
    db.session.execute(db.text("DELETE FROM job"))
    db.session.commit()
    on(28)
    for _ in range(3):
        sweep()
    db.session.commit()
    assert on(28, hours=2).count("memberships.turn") == 1

    assert memberships.with_row_id(row.id).number == 2


def test_pro_goes_to_the_house_and_a_part_of_it_to_the_pool(on, ben, purse, app):
    app.config["PRO_TRIAL_DAYS"] = 0
    row = memberships.join(ben, memberships.pro(), "month", key=KEY)

    assert (ledger.of_site("revenue").posted, ledger.of_site("rewards").posted) == (300, 200)
    assert [(right.scope, right.source) for right in entitlements.live_grants(ben.id)] == [("site", "pro")]
    memberships.cancel(row)
    db.session.commit()
    on(28)
    assert not memberships.is_pro(ben)


def test_nobody_is_charged_for_somebody_who_has_blocked_them_or_is_gone(on, ben, cy, ada, fill, friends, purse):
    fill(cy, 5000)
    rows = [memberships.join(person, friends, "month", key=f"form-of-{person.handle}") for person in (ben, cy)]
    graph.block(ada, ben)
    cy.closed_at = NEW_YEAR
    db.session.commit()
    on(28)

    assert [memberships.with_row_id(row.id).ended_why for row in rows] == ["apart", "gone"]
    assert (ledger.wallet(ben.id).posted, ledger.wallet(cy.id).posted) == (99_500, 4500)
