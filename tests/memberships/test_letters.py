"""Who is told what: members by kind letters, creators in their bell."""

from datetime import timedelta

import pytest

from jobs.memberships import payment_succeeded, remind
from tests.memberships.conftest import NEW_YEAR
from tests.people.post import letters, link, words
from wm.domains import ledger, memberships, notifications, payments
from wm.kernel.db import db

pytestmark = pytest.mark.usefixtures("books")
KEY = "a-form-of-ben"


@pytest.fixture
def on(calendar, run_jobs):
    def go(day, hours=1):
        calendar(NEW_YEAR + timedelta(days=day, hours=hours))
        return run_jobs()

    calendar(NEW_YEAR)
    return go


def subjects():
    return [letter["Subject"] for letter in letters()]


def told(person):
    return [(row.event, row.last_actor_id) for row in notifications.told(person).items]


@pytest.mark.once
def test_a_new_member_is_greeted_and_their_creator_is_told(ben, ada, friends, purse, run_jobs):
    row = memberships.join(ben, friends, "month", key=KEY)
    run_jobs()

    (letter,) = letters()
    assert (letter["To"], letter["Subject"]) == ("ben@example.org", "Welcome to Friends")
    assert "$5.00 was paid" in words(letter)
    assert link(letter) == f"/memberships/{row.public_id}"
    assert told(ada) == [("joined", ben.id)]


def test_an_empty_wallet_is_told_of_kindly_each_time_and_at_the_end(on, ben, ada, fill, friends):
    fill(ben, 620)
    memberships.join(ben, friends, "month", key=KEY)
    for day in (28, 29, 31, 33):
        on(day)

    assert subjects() == ["Welcome to Friends", *["Friends could not be renewed yet"] * 3, "Friends has ended"]
    first, last = words(letters()[1]), words(letters()[3])
    assert "there is $1.20 in your wallet" in first
    assert "until 5 March 2027" in first
    assert "We try again on 1 March 2027" in first
    assert "once more on 5 March 2027" in last
    assert [event for event, _ in told(ben)] == ["renewal_failed"]
    assert [event for event, _ in told(ada)] == ["left", "joined"]


def test_every_renewal_has_a_receipt_and_jobs_done_twice_send_one(on, ben, friends, purse):
    memberships.join(ben, friends, "month", key=KEY)
    on(28)
    on(28, hours=2)

    assert subjects() == ["Welcome to Friends", "Friends is renewed"]
    assert "$5.00 was paid" in words(letters()[1])


def test_members_hear_of_another_price_before_they_pay_it(on, ben, friends, purse):
    memberships.join(ben, friends, "month", key=KEY)
    on(1)
    memberships.edit_tier(friends, name="Friends", per_month=900, per_year=5000, benefits=[])
    on(2)

    assert subjects()[-1] == "Friends will cost something else"
    assert "Your next renewal costs $9.00" in words(letters()[-1])


def test_who_tries_or_pays_by_the_year_is_reminded_once(on, ben, friends, purse):

    memberships.join(ben, friends, "year", key=KEY)
    on(300)
    remind()
    on(300, hours=2)
    for hours in (1, 2):
        on(360, hours=hours)
        remind()
        on(360, hours=hours + 1)

    assert subjects() == ["Welcome to Friends", "Friends is paid for again soon"]
    assert "$50.00" in words(letters()[1])


def test_money_from_outside_joins_or_pays_what_waits_and_what_is_not_possible_leaves_it(on, ben, ada, fill, friends):

    fill(ben, 500)
    payment_succeeded(7, ben.id, "membership", f"{friends.public_id}.month", 500)
    payment_succeeded(7, ben.id, "membership", f"{friends.public_id}.month", 500)
    row = memberships.live(ben, ada.id)
    assert (row.state, row.number, ledger.wallet(ben.id).posted) == ("active", 1, 0)

    db.session.commit()
    on(28)
    fill(ben, 700)
    payment_succeeded(8, ben.id, "deposit", "", 700)
    payment_succeeded(9, ben.id, "membership", "nothing-here.month", 700)

    row = memberships.live(ben, ada.id)
    assert (row.state, row.number, ledger.wallet(ben.id).posted) == ("active", 2, 200)


def test_a_limit_that_one_set_oneself_holds_for_renewals_too(on, ben, friends, purse):

    row = memberships.join(ben, friends, "month", key=KEY)
    payments.limit_spending(ben.id, 100, None)
    on(28)

    assert memberships.with_row_id(row.id).state == "past_due"
    assert "a limit that you set yourself" in words(letters()[-1])


@pytest.mark.once
def test_a_round_number_of_members_stands_in_the_bell_apart(
    app, ada, ben, friends, purse, run_jobs, monkeypatch, as_ada
):
    monkeypatch.setattr(memberships, "MILESTONES", (0, 1))
    memberships.join(ben, friends, "month", key=KEY)
    db.session.commit()
    run_jobs()

    (row,) = notifications.told(ada).items
    assert (row.event, row.anchor) == ("joined", "1")
    assert "became a member: you have 1 member now" in as_ada.get("/notifications").text
