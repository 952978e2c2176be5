"""The pages of rewards: the published formula, a creator's own, the meter that is live, and the admin's pool."""

from datetime import timedelta

import pytest

from tests.films import published
from tests.rewards.test_cycles import long_films, milestones, pool, two_followers, yesterday  # noqa: F401
from tests.staff import agreed, as_rosa, rosa  # noqa: F401
from wm.domains import fraud, ledger, rewards
from wm.kernel import clock
from wm.kernel.db import db

MOVED, INVALID, NOT_NOW, GONE, CONFIRM = 303, 422, 409, 404, 303


@pytest.fixture
def paid(pool, ada):  # noqa: F811
    """A day that was paid, and a film that brought it."""
    piece = published(ada, "How a river remembers")
    milestones(ada, 36_000, viewer=5, film=piece.id)
    milestones(ada, 10, viewer=6, film=piece.id, refused="young")
    return rewards.pay(yesterday())


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_the_formula_is_published_with_its_numbers(app, client, paid, hx):
    answer = client.get("/rewards", hx=hx)

    assert answer.status_code == 200
    assert ("<html" in answer.text) is not hx
    assert "$10.00" in answer.text
    if not hx:
        for said in ("$90.00", "10 %", "$1.00", "5 films", "50 followers", "0:30", "9:30", "12 hours", "60 minutes"):
            assert said in answer.text


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_creator_sees_how_it_stands_and_what_was_paid(as_ada, paid, hx):
    answer = as_ada.get("/studio/rewards", hx=hx)

    assert "$10.00" in answer.text
    assert "36,000" in answer.text
    if not hx:
        assert "How a river remembers" in answer.text
        assert "By accounts younger than a day" in answer.text


@pytest.mark.once
def test_the_meter_is_live(as_ada, ada, two_followers):  # noqa: F811
    long_films(ada, 4)
    before = as_ada.get("/studio/rewards/meter", hx=True).text
    long_films(ada, 1)
    after = as_ada.get("/studio/rewards/meter", hx=True).text
    rewards.check()
    db.session.commit()

    assert "1 film to go" in before
    assert 'hx-trigger="every 30s"' in before
    assert "You are there" in after
    assert "You earn rewards" in as_ada.get("/studio/rewards/meter").text


@pytest.mark.once
def test_what_waits_is_told_as_money(as_ada, ada, pool):  # noqa: F811
    milestones(ada, 36_000, at=clock.now())

    assert "<b>$10.00</b> if it were divided now" in as_ada.get("/studio/rewards").text


def test_a_newcomer_sees_what_to_do(as_cy):
    text = as_cy.get("/studio/rewards").text

    assert "5 films to go" in text
    assert "Nothing was paid yet" in text


@pytest.mark.once
def test_the_studio_costs_the_same_however_much_was_watched(as_ada, paid, ada, statements):
    def asked():
        for _ in range(3):
            statements.clear()
            as_ada.get("/studio/rewards")
        return len(statements)

    milestones(ada, 99, viewer=99)
    few = asked()
    for number in range(20):
        milestones(ada, 100 + number, viewer=100 + number)

    assert asked() == few


# -- the admin


def test_two_fill_the_pool_once_for_a_key(app, as_ruth, ruth, pool, agreed):  # noqa: F811
    from_earned(300)
    form = {"key": "k", "amount": "2.50", "reason": "For November"}

    answers = [as_ruth.post("/admin/rewards", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [MOVED, MOVED]
    assert rewards.in_the_pool() == 10_000
    assert agreed() == [MOVED]
    assert rewards.in_the_pool() == 10_250
    assert as_ruth.post("/admin/rewards", data=form | {"key": "l"}).status_code == NOT_NOW
    assert as_ruth.post("/admin/rewards", data=form | {"key": "m", "amount": "-1"}).status_code == INVALID
    assert as_ruth.post("/admin/rewards", data=form | {"key": "n", "reason": ""}).status_code == INVALID
    assert rewards.in_the_pool() == 10_250


def from_earned(amount):
    wallet = ledger.wallet(998)
    ledger.move(amount, ledger.of_site("clearing", "test"), wallet, reason="deposit", key="in998")
    ledger.move(amount, wallet, ledger.of_site("revenue"), reason="pro", key="pro998")
    db.session.commit()


@pytest.mark.once
@pytest.mark.parametrize("path", ["/admin/rewards", "/admin/fraud", "/admin/fraud/@ada"])
def test_nobody_else_finds_the_admin_s_pages(as_ben, as_mo, as_ruth, ada, path):
    assert [each.get(path).status_code for each in (as_ben, as_mo, as_ruth)] == [GONE, GONE, 200]


def flagged(ada, cy):
    milestones(ada, 9 * 3600, viewer=cy.id)
    milestones(ada, 3600, viewer=7)
    held = fraud.screen(yesterday())
    rewards.pay(yesterday(), held)
    db.session.commit()


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_the_queue_shows_who_and_why(as_ruth, ada, cy, pool, hx):  # noqa: F811
    flagged(ada, cy)

    assert "Ada Okafor" in as_ruth.get("/admin/fraud", hx=hx).text
    assert "can&#39;t be an audience" in as_ruth.get("/admin/fraud/@ada", hx=hx).text


@pytest.mark.once
def test_two_decide_with_a_reason_and_fresh(as_ruth, ruth, ada, cy, pool, agreed):  # noqa: F811
    flagged(ada, cy)

    assert as_ruth.post("/admin/fraud/@ada", data={"deed": "refuse", "reason": ""}).status_code == INVALID
    assert as_ruth.post("/admin/fraud/@ada", data={"deed": "refuse", "reason": "Made up"}).status_code == MOVED
    assert agreed() == [MOVED]
    assert rewards.in_the_pool() == 10_000
    assert "Nothing odd" in as_ruth.get("/admin/fraud").text
    assert as_ruth.post("/admin/fraud/@ada", data={"deed": "release", "reason": "No"}).status_code == NOT_NOW


def test_deciding_asks_for_the_password_again_after_a_while(as_ruth, ada, cy, pool):  # noqa: F811
    flagged(ada, cy)
    clock.shift(timedelta(minutes=30))

    answer = as_ruth.post("/admin/fraud/@ada", data={"deed": "refuse", "reason": "Made up"})

    assert (answer.status_code, "/confirm" in answer.location) == (CONFIRM, True)


def test_two_change_what_is_needed_and_everybody_can_read_it(as_ruth, client, app, agreed):  # noqa: F811
    form = {"films": "3", "followers": "12", "long_seconds": "60", "why": "A small community."}

    assert as_ruth.post("/admin/rewards/rule", data=form | {"films": "0"}).status_code == INVALID
    assert as_ruth.post("/admin/rewards/rule", data=form | {"why": ""}).status_code == INVALID
    assert as_ruth.post("/admin/rewards/rule", data=form).status_code == MOVED
    assert "12 followers" not in client.get("/rewards").text
    assert agreed() == [MOVED]
    assert "12 followers" in client.get("/rewards").text
    assert "A small community." in as_ruth.get("/admin/rewards").text
