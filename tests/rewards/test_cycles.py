"""A day is paid once, from what the pool has, by the published formula; who is eligible is counted, told and audited."""

import random
import threading
from datetime import date, datetime, timedelta

import pytest

from tests.films import published
from wm.domains import earnings, graph, ledger, notifications, people, rewards
from wm.domains.platform.models import Audit
from wm.domains.rewards.models import Cycle, Milestone, Share
from wm.kernel import clock, money
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import Invalid


@pytest.fixture
def pool(app):
    """The pool with 100.00."""
    source = ledger.wallet(999)
    ledger.move(10_000, ledger.of_site("clearing", "test"), source, reason="deposit", key="in")
    ledger.move(10_000, source, ledger.of_site("revenue"), reason="pro", key="pro")
    ledger.move(10_000, ledger.of_site("revenue"), rewards.account(), reason="pool", key="pool")
    db.session.commit()
    return rewards.account()


def yesterday() -> date:
    return rewards.last_day()


def noon() -> datetime:
    return rewards.end_of(yesterday()) - timedelta(hours=12)


def milestones(creator, points, viewer=1, refused="", at=None, name="start", film=1):
    """Write down a milestone of so many points of yesterday."""
    who = {"person_id": viewer, "content_id": film, "creator_id": creator.id, "name": name, "period": f"{points:07d}"}
    row = Milestone(**who, points=points, refused=refused, reached_at=at or noon())
    db.session.add(row)
    db.session.commit()
    return row


def pending(person) -> int:
    account = ledger.balances(person.id).get("pending")
    return account.posted if account else 0


def test_a_day_is_divided_by_points(pool, ada, ben):
    milestones(ada, 300_000)
    milestones(ben, 100_000)

    cycle = rewards.pay(yesterday())

    assert (cycle.pool, cycle.budget, cycle.points, cycle.paid, cycle.creators) == (10_000, 1000, 400_000, 1000, 2)
    assert (pending(ada), pending(ben), pool.posted) == (750, 250, 9000)
    assert earnings.find("reward", f"{yesterday()}:{ada.id}").gross == 750
    assert ledger.trial_balance() == {"USD": 0}


def test_few_points_are_not_worth_a_fortune(pool, ada):
    milestones(ada, 3600)

    assert rewards.pay(yesterday()).paid == 100


def test_what_is_refused_or_of_today_is_not_paid(pool, ada, ben):
    milestones(ada, 3600)
    milestones(ben, 7200, refused="young")
    milestones(ben, 9999, at=clock.now(), viewer=2)

    rewards.pay(yesterday())

    assert (pending(ada), pending(ben)) == (100, 0)


def test_the_same_day_is_paid_once(pool, ada):
    milestones(ada, 3600)
    first = rewards.pay(yesterday())
    milestones(ada, 3601, viewer=2)
    again = rewards.pay(yesterday())

    assert (first.id, pending(ada)) == (again.id, 100)


def test_what_came_late_is_paid_the_next_day_and_nothing_twice(pool, ada):
    milestones(ada, 3600)
    rewards.pay(yesterday())
    milestones(ada, 3601, viewer=2)
    clock.shift(timedelta(days=1))
    second = rewards.pay(yesterday())

    assert (second.points, pending(ada)) == (3601, 200)


def test_an_empty_pool_lets_points_wait(app, ada):
    milestones(ada, 3600)

    assert rewards.pay(yesterday()) is None
    assert rewards.open_points(clock.now()) == {ada.id: 3600}
    assert db.session.scalar(db.select(db.func.count()).select_from(Cycle)) == 0


def test_less_than_a_coin_waits(pool, ada, ben):
    milestones(ada, 36_000)
    milestones(ben, 10)

    rewards.pay(yesterday())

    assert rewards.open_points(clock.now()) == {ben.id: 10}
    assert db.session.scalars(db.select(Share.creator_id)).all() == [ada.id]


def test_a_day_that_goes_on_is_not_paid(pool, ada):
    with pytest.raises(rewards.NotOverYet):
        rewards.pay(clock.now().date())


def test_twenty_at_once_pay_once(pool, app, ada, ben):
    milestones(ada, 300_000)
    milestones(ben, 100_000)
    day, failed = yesterday(), []

    def run():
        with app.app_context():
            try:
                retried(paid)
            except Exception as error:
                failed.append(error)

    def paid():
        with transaction():
            rewards.pay(day)

    threads = [threading.Thread(target=run) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.rollback()
    db.session.expire_all()

    assert failed == []
    assert db.session.scalar(db.select(db.func.count()).select_from(Cycle)) == 1
    assert (pending(ada), pending(ben), rewards.in_the_pool()) == (750, 250, 9000)
    assert ledger.trial_balance() == {"USD": 0}


@pytest.mark.once
def test_any_day_gives_exactly_its_budget(pool, ada, ben, cy):
    chance = random.Random(11)
    for n in range(10):
        clock.shift(timedelta(days=n))
        before = rewards.in_the_pool()
        for m, who in enumerate((ada, ben, cy)):
            milestones(who, chance.randrange(1, 10**6), viewer=n * 10 + m)
        cycle = rewards.pay(yesterday())
        assert cycle.paid == cycle.budget == min(money.share(before, 1000), cycle.points * 100 // 3600)
        assert rewards.in_the_pool() == before - cycle.paid


def test_a_part_that_is_held_says_why_and_until_when(pool, ada):
    milestones(ada, 36_000)
    until = clock.now() + timedelta(days=14)

    rewards.pay(yesterday(), {ada.id: ("Many viewers came from one place.", until)})

    earning = earnings.find("reward", f"{yesterday()}:{ada.id}")
    assert (earning.is_held, earning.held_why, earning.held_until) == (True, "Many viewers came from one place.", until)


# -- filling the pool


def test_the_pool_is_filled_from_what_was_earned_and_no_more(pool, ruth):
    ledger.move(500, ledger.of_site("clearing", "test"), ledger.wallet(999), reason="deposit", key="in2")
    ledger.move(500, ledger.wallet(999), ledger.of_site("revenue"), reason="pro", key="pro2")
    db.session.commit()

    for _ in range(2):
        rewards.fund(300, ruth, "For November.", key="one")
    db.session.commit()
    with pytest.raises(rewards.NotEarnedYet):
        rewards.fund(300, ruth, "More.", key="two")
    db.session.rollback()
    with pytest.raises(Invalid):
        rewards.fund(100, ruth, " ", key="three")
    db.session.rollback()

    assert (rewards.in_the_pool(), ledger.of_site("revenue").posted) == (10_300, 200)
    assert db.session.scalars(db.select(Audit.event)).all() == ["reward.pool_filled"]


# -- eligibility


def long_films(person, number):
    for n in range(number):
        published(person, f"Film {n}").film.duration_ms = 61_000
    db.session.commit()


@pytest.fixture
def two_followers(app, ada, ben, cy):
    app.config["REWARD_FOLLOWERS"] = 2
    graph.follow(ben, ada)
    graph.follow(cy, ada)
    db.session.commit()


def test_the_meter_counts_long_films_and_followers(two_followers, ada):
    long_films(ada, 4)
    published(ada, "Short")

    assert rewards.meter(ada.id) == (4, 2, 5, 2)
    assert rewards.check() == []


def test_who_gets_there_is_told_and_audited_once(two_followers, ada, run_jobs):
    long_films(ada, 5)

    assert rewards.check() == [ada.id]
    assert rewards.check() == []
    run_jobs()

    assert rewards.standing(ada.id).is_eligible
    assert {row.event for row in notifications.told(ada).items} == {"reward_on", "followed"}
    assert db.session.scalars(db.select(Audit.event)).all() == ["reward.eligible"]


def test_who_falls_below_is_told_and_gathers_no_more(two_followers, ada, ben, run_jobs):
    long_films(ada, 5)
    rewards.check()
    graph.unfollow(ben, ada)
    db.session.commit()

    assert rewards.check() == [ada.id]
    run_jobs()

    assert not rewards.standing(ada.id).is_eligible
    assert {row.event for row in notifications.told(ada).items} == {"reward_on", "reward_off", "followed"}


def test_a_closed_account_follows_nobody(two_followers, ada, ben):
    ben.closed_at = clock.now()
    db.session.commit()

    assert rewards.meter(ada.id).followers == 1
    assert people.find(ben.id) is not None


def test_an_admin_says_what_is_needed_and_why(two_followers, ada, ruth):
    long_films(ada, 3)
    assert rewards.check() == []

    with pytest.raises(Invalid):
        rewards.set_rule(ruth, " ", long_seconds=60, films=3, followers=2)
    db.session.rollback()
    with pytest.raises(Invalid):
        rewards.set_rule(ruth, "None.", long_seconds=60, films=0, followers=2)
    rewards.set_rule(ruth, "A small community.", long_seconds=60, films=3, followers=2)

    assert rewards.needed() == (60, 3, 2)
    assert rewards.check() == [ada.id]
