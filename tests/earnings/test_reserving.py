"""A rolling reserve: what settles rests in part, comes free by itself, and pays for what goes back before a debt does."""

from datetime import timedelta

import pytest

from tests.staff import agreed, rosa  # noqa: F401
from wm.domains import earnings, ledger, notifications, platform
from wm.domains.fraud.flagging import flag
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid

WHY = "Many sales of this account were disputed."


@pytest.fixture
def careful(app, ada, ruth, rosa):  # noqa: F811
    """Ada, 20 % of whose earnings rest for 30 days."""
    until = clock.now() + timedelta(days=90)
    asked = earnings.ask_plan(ada.id, 2000, 30, until, ruth, WHY)
    assert earnings.plan_of(ada.id) is None
    platform.agree(asked.public_id, rosa, "So do I.")
    return ada


def settled(seller, ref="one", gross=1000):
    """Ben's wallet pays, and it settles at once: 900 are the creator's."""
    wallet = ledger.wallet(900)
    ledger.move(gross, ledger.of_site("clearing", "test"), wallet, reason="deposit", key=f"in:{ref}")
    sold = earnings.credit("sale", ref, payer=wallet, seller_id=seller.id, gross=gross)
    return earnings.settle(sold.id)


def has(person):
    kinds = ("available", "reserve")
    return tuple(ledger.of_person(kind, person.id).posted for kind in kinds)


def test_a_part_of_what_settles_rests_and_comes_free_by_itself(careful):
    settled(careful)
    assert has(careful) == (720, 180)
    resting = earnings.resting(careful.id)
    assert (resting.amount, resting.plan.why) == (180, WHY)

    clock.shift(timedelta(days=29))
    settled(careful, "two")
    assert (earnings.free_due(), has(careful)) == (0, (1440, 360))
    clock.shift(timedelta(days=31))
    assert (earnings.free_due(), earnings.free_due(), has(careful)) == (1, 0, (1620, 180))
    assert ledger.trial_balance() == {"USD": 0}


def test_what_goes_back_comes_from_what_is_available_then_the_reserve_then_a_debt(careful):
    sold = settled(careful)
    out = ledger.hold(600, earnings.available_of(careful.id), reason="payout", key="out")
    clearing = ledger.of_site("clearing", "test")
    ledger.settle(out.key, ledger.Line("payout", earnings.available_of(careful.id), clearing, 600))
    assert has(careful) == (120, 180)

    back = earnings.reverse(sold, 200, key="a", to=ledger.wallet(900))
    assert (back.share, has(careful)) == (180, (0, 120))
    earnings.reverse(sold, 800, key="b", to=ledger.wallet(900))

    assert has(careful) == (-600, 0)
    assert ledger.trial_balance() == {"USD": 0}


def test_a_dispute_that_is_won_fills_the_reserve_again(careful):
    sold, escrow = settled(careful), ledger.of_site("escrow", "d")
    back = earnings.reverse(sold, 1000, key="d", to=escrow, reason="dispute")
    assert has(careful) == (0, 0)

    earnings.reinstate(back.id, source=escrow)

    assert (has(careful), escrow.posted) == ((720, 180), 0)


def test_a_refund_that_took_of_the_reserve_is_not_freed_a_second_time(careful):
    sold = settled(careful)
    earnings.reverse(sold, 900, key="a", to=ledger.wallet(900))
    assert has(careful) == (0, 90)
    clock.shift(timedelta(days=31))

    assert (earnings.free_due(), has(careful)) == (1, (90, 0))


def test_it_ends_by_itself_and_by_two(careful, ruth, rosa):  # noqa: F811
    asked = earnings.ask_plan(careful.id, 0, 30, clock.now() + timedelta(days=1), ruth, "All is well.")
    platform.agree(asked.public_id, rosa, "It is.")
    settled(careful)
    assert has(careful) == (900, 0)

    earnings.set_plan(careful.id, 5000, 30, clock.now() + timedelta(days=1), ruth, WHY)
    clock.shift(timedelta(days=2))
    assert earnings.plan_of(careful.id) is None


def test_nobody_sets_more_than_half_for_ever_or_for_themselves(ruth, ada):
    soon = clock.now() + timedelta(days=1)
    for part, days, until in ((5001, 30, soon), (100, 181, soon), (100, 0, soon), (100, 1, soon + timedelta(days=365))):
        with pytest.raises(Invalid):
            earnings.ask_plan(ada.id, part, days, until, ruth, WHY)
    with pytest.raises(platform.OwnMoney):
        earnings.ask_plan(ruth.id, 100, 1, soon, ruth, WHY)


def test_it_is_asked_for_where_there_are_grounds_and_the_creator_hears_of_it(as_ruth, agreed, ada, run_jobs):  # noqa: F811
    form = {"percent": "10", "days": "30", "holds": "90", "reason": WHY}
    assert as_ruth.post("/admin/fraud/@ada/reserve", data=form).status_code == 409
    flag(ada.id, "device", "sale:x", "One network.")
    db.session.commit()

    assert as_ruth.post("/admin/fraud/@ada/reserve", data=form | {"percent": "51"}).status_code == 422
    assert as_ruth.post("/admin/fraud/@ada/reserve", data=form).status_code == 303
    shown = as_ruth.get("/admin/two").text
    assert "10 % of what settles rests for 30 days" in shown
    assert 'Whose it is: <a href="/@ada">Ada' in shown
    assert (earnings.plan_of(ada.id), agreed()) == (None, [303])
    run_jobs()

    assert earnings.plan_of(ada.id).basis_points == 1000
    assert [row.event for row in notifications.told(ada).items] == ["held"]


@pytest.mark.once
def test_the_creator_reads_how_much_why_and_until_when(careful, as_ada):
    settled(careful)
    db.session.commit()

    page = as_ada.get("/studio/earnings").text

    assert "20 % of what settles for you rests for 30 days." in page
    assert WHY in page
    assert "$1.80 rests." in page
