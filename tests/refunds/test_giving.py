"""Giving back: the buyer has it at once, whoever got it pays it, and a whole refund closes what was bought."""

import pytest

from wm.domains import content, earnings, ledger, market, memberships, refunds
from wm.kernel.db import db
from wm.kernel.errors import Invalid


def give_back(earning, amount=None, key="r1", **more):
    said = {"by_id": earning.seller_id, "by_role": "seller"} | more
    back = refunds.refund(earning, amount, key=key, **said)
    db.session.commit()
    return back


def test_a_whole_refund_brings_the_money_back_and_closes_the_film(ada, ben, sold, film, has):
    give_back(sold)

    assert (has("wallet", ben), has("pending", ada)) == (5000, 0)
    assert not content.opens(film, ben)
    assert market.order(sold.source_ref, ben).state == "refunded"
    assert refunds.story(sold).state == "refunded"


def test_a_part_goes_back_and_the_film_stays_open(ada, ben, sold, film, has):
    give_back(sold, 200)

    assert (has("wallet", ben), has("pending", ada)) == (4700, 300)
    assert content.opens(film, ben)
    assert (refunds.story(sold).state, market.order(sold.source_ref, ben).state) == ("partly_refunded", "paid")


def test_parts_that_come_to_the_whole_are_the_whole(ben, sold, film, has):
    give_back(sold, 200)
    give_back(sold, 300, key="r2")

    assert refunds.story(sold).state == "refunded"
    assert not content.opens(film, ben)


def test_a_form_sent_twice_counts_once(ben, sold, has):
    assert give_back(sold, 200).id == give_back(sold, 200).id

    assert has("wallet", ben) == 4700


@pytest.mark.parametrize("amount", [0, -1, 501, 10**9])
def test_no_more_goes_back_than_was_paid(ben, sold, has, amount):
    with pytest.raises(Invalid):
        give_back(sold, amount)
    db.session.rollback()

    assert has("wallet", ben) == 4500
    assert refunds.story(sold).row is None


def test_nothing_goes_back_twice(ben, sold, has):
    give_back(sold)

    with pytest.raises(refunds.NotPossible):
        give_back(sold, key="r2")
    assert has("wallet", ben) == 5000


def test_after_settling_the_site_gives_its_part_back_too(ada, ben, sold, has):
    earnings.settle(sold.id)

    give_back(sold)

    assert (has("wallet", ben), has("available", ada), ledger.of_site("revenue").posted) == (5000, 0, 0)


def test_what_was_refunded_can_be_bought_again(ben, sold, film):
    give_back(sold)

    sale = market.buy(ben, market.prices_of(film).unlock.public_id, key="once-more")

    assert sale.state == "paid"
    assert content.opens(film, ben)


def test_a_period_of_a_membership_ends_with_its_money(ada, ben, give, has):
    give(ben)
    tier = memberships.make_tier(
        ada.id, name="Friends", per_month=300, per_year=None, benefits="", colour="teal", trial_days=0
    )
    member = memberships.join(ben, tier, "month", key="join-once")
    db.session.commit()
    paid = earnings.find("membership", f"{member.public_id}:1")

    give_back(paid)

    assert has("wallet", ben) == 5000
    assert memberships.live(ben, ada.id) is None


def test_a_creator_who_was_paid_out_owes_it_for_a_while_and_the_next_sale_fills_it(
    ada, as_ruth, ben, cy, sold, film, give, has
):
    earnings.settle(sold.id)
    clearing = ledger.of_site("clearing", "bank")
    ledger.move(450, earnings.available_of(ada.id), clearing, reason="payout", key="paid-out")

    give_back(sold)

    assert (has("wallet", ben), has("available", ada)) == (5000, -450)
    assert "Creators below nothing" in as_ruth.get("/admin/disputes").text
    give(cy)
    again = market.buy(cy, market.prices_of(film).unlock.public_id, key="the-next")
    earnings.settle(earnings.find("sale", again.public_id).id)
    assert has("available", ada) == 0


def test_beyond_the_limit_the_site_pays(app, ada, ben, sold, has):
    app.config["NEGATIVE_LIMIT"] = 100
    earnings.settle(sold.id)
    ledger.move(450, earnings.available_of(ada.id), ledger.of_site("clearing", "bank"), reason="payout", key="paid-out")

    give_back(sold)

    assert (has("wallet", ben), has("available", ada), ledger.of_site("revenue").posted) == (5000, -100, -350)
