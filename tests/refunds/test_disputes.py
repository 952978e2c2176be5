"""Disputes: a gateway says so, the money waits, the film rests; then it is won, or lost for good."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from tests.refunds.conftest import answered
from tests.staff import agreed, as_rosa, rosa  # noqa: F401
from wm.domains import content, earnings, ledger, memberships, notifications, payments, refunds
from wm.domains.refunds.things import paid_ref
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record


@pytest.fixture
def says(by_card, run_jobs):
    """Let the gateway say how a dispute of Ben's payment stands."""
    paid = payments.own(paid_ref(by_card), refunds.Owner(by_card.payer_id))

    def say(state, amount=500, ref="dp_1"):
        until = (clock.now() + timedelta(days=7)).isoformat()
        record(payments.DisputeSaid(paid.id, ref, state, amount, "fraudulent", 15, until))
        run_jobs()
        db.session.expire_all()

    return say


def dispute():
    return refunds.disputes_page().items[0]


def test_the_money_waits_and_the_film_rests(ada, ben, by_card, film, says, has):
    says("open")

    assert (has("pending", ada), has("wallet", ben)) == (0, 0)
    assert ledger.of_site("escrow", dispute().public_id).posted == 500
    assert ledger.of_site("fees").posted == -15
    assert not content.opens(film, ben)
    assert refunds.story(by_card).state == "disputed"


@pytest.mark.parametrize("settles", [False, True])
def test_won_everything_is_where_it_came_from(ada, ben, by_card, film, says, has, settles):
    says("open")
    if settles:
        earnings.settle(by_card.id)
        db.session.commit()

    says("won")

    assert content.opens(film, ben)
    assert refunds.story(by_card).state == "sold"
    where = ("available", 450) if settles else ("pending", 500)
    assert has(where[0], ada) == where[1]


def test_lost_it_is_gone_from_the_gateway_and_the_buyer_is_flagged(ada, ben, by_card, film, says, has):
    says("open")

    says("lost")

    assert ledger.of_site("clearing", "sandbox").posted == 15
    assert not content.opens(film, ben)
    assert [case.owner_id for case in ledger.open_cases("fraud")] == [ben.id]
    with pytest.raises(refunds.NotPossible):
        refunds.refund(by_card, 100, key="late", by_id=ada.id, by_role="seller")


@pytest.mark.parametrize("order", [("lost", "open"), ("open", "lost", "open", "lost"), ("lost", "lost")])
def test_said_often_and_in_any_order_it_counts_once(by_card, says, order):
    for state in order:
        says(state)

    assert refunds.story(by_card).state == "lost"
    assert ledger.of_site("clearing", "sandbox").posted == 15


def test_what_was_refunded_already_is_not_taken_from_the_creator_again(ada, ben, by_card, says, has):
    refunds.refund(by_card, None, key="first", by_id=ada.id, by_role="seller")

    says("open")

    assert (has("pending", ada), has("wallet", ben)) == (0, 0)
    assert (dispute().from_sale, dispute().from_wallet, dispute().from_site) == (0, 500, 0)


@pytest.mark.once
def test_during_a_dispute_nothing_goes_back(ada, ben, as_ben, by_card, says):
    says("open")

    for amount in (100, None):
        with pytest.raises(refunds.UnderDispute):
            refunds.refund(by_card, amount, key="no", by_id=ada.id, by_role="seller")
        db.session.rollback()
    page = as_ben.get(f"/refunds/sale/{by_card.source_ref}")
    assert "Your bank is looking into this payment" in page.text


@pytest.mark.once
def test_the_creator_is_told(ada, by_card, says):
    says("open")
    says("won")

    events = {row.event for row in notifications.told(ada).items}
    assert {"disputed", "dispute_ended"} <= events


@pytest.mark.once
def test_the_staff_see_it_with_all_we_know(as_ruth, ben, by_card, says):
    says("open")
    place = f"/admin/disputes/{dispute().public_id}"

    assert "The long dune" in as_ruth.get("/admin/disputes").text
    page = as_ruth.get(place).text
    assert "The bank hears us until" in page
    assert "no questions asked" in page
    packed = zipfile.ZipFile(io.BytesIO(as_ruth.get(f"{place}/evidence.zip").data))
    facts = json.loads(packed.read("evidence.json"))
    assert facts["receipt"]["paid"]["minor"] == 500
    assert facts["buyer"]["handle"] == "ben"
    assert b"The long dune" in packed.read("evidence.html")


@pytest.mark.once
@pytest.mark.parametrize("path", ["", "/x", "/x/evidence.zip", "/of/sale/x"])
def test_nobody_else_learns_of_it(as_mo, as_ada, client, path):
    for browser in (as_mo, as_ada):
        assert browser.get(f"/admin/disputes{path}").status_code == 404
    assert client.get(f"/admin/disputes{path}").status_code in (303, 401)


def test_two_of_the_staff_end_one_by_hand_with_a_reason(as_ruth, by_card, says, agreed):  # noqa: F811
    says("open")
    place = f"/admin/disputes/{dispute().public_id}"

    assert as_ruth.post(f"{place}/end", data={"deed": "won", "words": " "}).status_code == 422
    assert as_ruth.post(f"{place}/end", data={"deed": "won", "words": "The bank wrote."}).status_code == 303
    assert refunds.story(by_card).state == "disputed"
    assert agreed() == [303]

    assert refunds.story(by_card).state == "sold"


def test_two_of_the_staff_give_money_back(as_ruth, by_card, has, ben, agreed):  # noqa: F811
    place = f"/admin/disputes/of/sale/{by_card.source_ref}"
    form = {"key": "k" * 22, "way": "wallet", "amount": "2.00", "words": "It stops in the middle."}

    assert as_ruth.post(place, data=form | {"amount": "9.00"}).status_code == 422
    assert as_ruth.post(place, data=form).status_code == 303
    assert has("wallet", ben) == 0
    assert "It stops in the middle." in as_ruth.get(place).text
    assert agreed() == [303]

    assert (has("wallet", ben), refunds.story(by_card).state) == (200, "partly_refunded")


def test_a_wish_that_nobody_answers_comes_to_the_staff(as_ben, as_ruth, ben, ruth, by_card, has, agreed):  # noqa: F811
    clock.shift(timedelta(days=20))
    form = {"key": "k" * 22, "way": "wallet", "words": "No sound."}
    as_ben.sign_in(ben).post(f"/refunds/sale/{by_card.source_ref}", data=form)
    clock.shift(timedelta(days=28))

    refunds.raise_overdue()

    assert "No sound." in as_ruth.sign_in(ruth).get("/admin/disputes").text
    wish = refunds.story(by_card).wish
    as_ruth.post(f"/admin/disputes/wishes/{wish.public_id}", data={"deed": "grant", "words": "True."})
    assert has("wallet", ben) == 0
    assert agreed() == [303]
    assert has("wallet", ben) == 500


def test_a_membership_that_was_paid_by_card_rests_and_ends_with_its_payment(ada, ben, has):
    tier = memberships.make_tier(
        ada.id, name="Friends", per_month=300, per_year=None, benefits="", colour="teal", trial_days=0
    )
    paid = payments.checkout(ben, 300, gateway="sandbox", purpose="membership", purpose_ref="x", key="member")
    db.session.info.pop("after_commit", None)
    db.session.commit()
    answered(paid.id)
    memberships.take(ben, tier, "month", key=f"payment:{paid.id}")

    found = refunds.dispute_said(paid, "dp_m", "open", amount=300)
    assert (found.from_sale, has("pending", ada)) == (300, 0)
    refunds.dispute_said(paid, "dp_m", "lost", amount=300)

    assert memberships.live(ben, ada.id) is None
