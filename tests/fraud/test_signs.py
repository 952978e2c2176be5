"""Signs of fraud: what they keep back and why, what they leave alone, and what the staff decides."""

from datetime import timedelta

import pytest

from tests.rewards.test_cycles import milestones, pending, pool, yesterday  # noqa: F401
from tests.tips.test_giving import fund
from wm.domains import earnings, fraud, ledger, notifications, people, rewards, tips
from wm.domains.people.models import Session
from wm.domains.platform.models import Audit
from wm.kernel import clock, ids
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotNow

HOME, CAFE = "203.0.113.0/24", "198.51.100.0/24"


def signs_in(person_id, network=HOME, device="Firefox on Windows"):
    values = {"token_hash": ids.new(64), "person_id": person_id, "network": network, "device": device}
    db.session.add(Session(**values, expires_at=clock.now() + timedelta(days=9)))
    db.session.commit()


def tipped(by, to, run_jobs, key="one"):
    fund(by)
    tip = tips.give(by, to, 500, key=key)
    run_jobs()
    return earnings.find("tip", tip.public_id)


def crowd(number):
    made = [
        people.enrol(name=f"N {n}", handle=f"viewer{n}", email=f"v{n}@example.org", password="a long password indeed")
        for n in range(number)
    ]
    db.session.commit()
    return made


# -- what somebody pays somebody


def test_one_device_that_pays_itself_is_kept_back_and_said(ada, ben, run_jobs):
    signs_in(ada.id)
    signs_in(ben.id)

    earning = tipped(ben, ada, run_jobs)

    assert earning.is_held
    assert "same network" in earning.held_why
    assert timedelta(days=13) < earning.held_until - clock.now() <= timedelta(days=14)
    assert "held" in {row.event for row in notifications.told(ada).items}
    (case,) = ledger.open_cases("fraud")
    assert (case.subject, case.owner_id) == (f"signs:{ada.id}", None)


@pytest.mark.parametrize(
    ("network", "device"), [(CAFE, "Firefox on Windows"), (HOME, "Safari on iPhone"), (HOME, ""), ("127.0.0.0/24", "")]
)
def test_a_network_or_a_browser_alone_say_nothing(ada, ben, run_jobs, network, device):
    signs_in(ada.id)
    signs_in(ben.id, network, device)

    assert not tipped(ben, ada, run_jobs).is_held
    assert ledger.open_cases("fraud") == []


def test_tips_that_go_round_are_kept_back(ada, ben, run_jobs):
    first = tipped(ben, ada, run_jobs)
    back = tipped(ada, ben, run_jobs)

    assert (first.is_held, back.is_held) == (False, True)
    assert "each other" in back.held_why
    assert ledger.trial_balance() == {"USD": 0}


def test_looking_again_adds_nothing(ada, ben, run_jobs):
    signs_in(ada.id)
    signs_in(ben.id)
    earning = tipped(ben, ada, run_jobs)
    until = earning.held_until

    clock.shift(timedelta(hours=3))
    fraud.look_at(earning.id)

    assert (earning.held_until, len(fraud.flags_of(ada.id))) == (until, 1)


def test_what_is_kept_back_is_not_settled_until_its_time(ada, ben, run_jobs):
    signs_in(ada.id)
    signs_in(ben.id)
    earning = tipped(ben, ada, run_jobs)

    clock.shift(timedelta(days=8))
    assert earnings.settle_due() == 0
    clock.shift(timedelta(days=15))
    assert earnings.settle_due() == 1
    assert earning.state == "settled"


def test_three_signs_stop_payouts_until_somebody_has_looked(ada, ben, run_jobs):
    signs_in(ada.id)
    signs_in(ben.id)
    fund(ben)
    for key in "abc":
        tips.give(ben, ada, 500, key=key)
    run_jobs()

    assert ledger.open_cases("fraud")[0].owner_id == ada.id
    assert [(each.person_id, each.signs) for each in fraud.accounts()] == [(ada.id, 3)]


# -- a day of watching


def test_a_second_account_of_the_creator_brings_nothing(pool, ada, ben, cy):  # noqa: F811
    for person in (ada, ben):
        signs_in(person.id)
    milestones(ada, 3600, viewer=ben.id)
    milestones(ada, 7200, viewer=cy.id)

    held = fraud.screen(yesterday())
    rewards.pay(yesterday(), held)

    assert (held, pending(ada)) == ({}, 200)


def test_a_crowd_behind_one_browser_keeps_the_day_back(pool, ada, cy):  # noqa: F811
    for n, person in enumerate(crowd(6)):
        signs_in(person.id)
        milestones(ada, 3600 + n, viewer=person.id)
    milestones(ada, 7200, viewer=cy.id)

    held = fraud.screen(yesterday())
    assert fraud.screen(yesterday()) == held
    rewards.pay(yesterday(), held)

    earning = earnings.find("reward", f"{yesterday()}:{ada.id}")
    assert earning.held_why == "6 viewers of the day came from one network with one kind of browser."


def test_a_family_is_no_crowd(pool, ada, ben, cy):  # noqa: F811
    for n, person in enumerate((ben, cy)):
        signs_in(person.id)
        milestones(ada, 3600 + n, viewer=person.id)

    assert fraud.screen(yesterday()) == {}


def test_nobody_watches_one_creator_round_the_clock(pool, ada, ben, cy):  # noqa: F811
    milestones(ada, 9 * 3600, viewer=ben.id)
    milestones(ada, 3600, viewer=cy.id)

    held = fraud.screen(yesterday())

    assert list(held) == [ada.id]
    assert rewards.open_points(clock.now()) == {ada.id: 3600}


def test_who_watches_much_of_several_is_only_fond_of_films(pool, ada, mo, ben):  # noqa: F811
    milestones(ada, 9 * 3600, viewer=ben.id)
    milestones(mo, 3600, viewer=ben.id)

    assert fraud.screen(yesterday()) == {}


# -- what the staff decides


def test_release_lets_all_of_it_go_with_a_reason(ada, ben, ruth, run_jobs):
    signs_in(ada.id)
    signs_in(ben.id)
    earning = tipped(ben, ada, run_jobs)

    with pytest.raises(Invalid):
        fraud.release(ada.id, ruth, " ")
    db.session.rollback()
    assert fraud.release(ada.id, ruth, "They share a flat.") == 1

    assert not earning.is_held
    assert (fraud.accounts(), ledger.open_cases("fraud")) == ([], [])
    assert "fraud.released" in db.session.scalars(db.select(Audit.event)).all()
    assert fraud.look_at(earning.id) == ["device"]
    assert not earning.is_held
    with pytest.raises(NotNow):
        fraud.release(ada.id, ruth, "Again.")


def test_refusal_gives_tips_back_and_rewards_to_the_pool(pool, ada, ben, cy, ruth, run_jobs):  # noqa: F811
    signs_in(ada.id)
    signs_in(ben.id)
    tipped(ben, ada, run_jobs)
    milestones(ada, 9 * 3600, viewer=cy.id)
    milestones(ada, 3600, viewer=7)
    rewards.pay(yesterday(), fraud.screen(yesterday()))
    there = rewards.in_the_pool()

    fraud.refuse(ada.id, ruth, "One person with two accounts.")
    run_jobs()

    assert ledger.wallet(ben.id).available == 10_000
    assert (there, rewards.in_the_pool(), pending(ada)) == (9900, 10_000, 0)
    assert tips.received(ada).items[0].tip.returned_at is not None
    assert ledger.trial_balance() == {"USD": 0}
