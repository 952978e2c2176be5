"""Pages of refunds: the buyer asks, the creator answers and gives, and strangers learn nothing."""

import pytest

from wm.domains import content, earnings, market, memberships, promises, refunds, tips
from wm.domains.engagement import Watch
from wm.kernel import clock, ids
from wm.kernel.db import db

BOTH = pytest.mark.parametrize("hx", [False, True], ids=["plain", "htmx"])


def of(earning, where=""):
    return f"{where}/refunds/{earning.source}/{earning.source_ref}"


def sent(words="It stutters.", **more):
    return {"key": ids.new(22), "way": "wallet", "words": words} | more


@BOTH
def test_within_the_promise_the_money_is_back_at_once(as_ben, ben, sold, film, has, hx):
    shown = as_ben.get(of(sold), hx=hx)
    assert "Get my money back" in shown.text

    answer = as_ben.post(of(sold), data=sent(), hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert (has("wallet", ben), content.opens(film, ben)) == (5000, False)
    assert "Refunded" in as_ben.get(of(sold)).text


def test_sent_twice_it_counts_once(as_ben, ben, sold, has):
    form = sent()

    assert {as_ben.post(of(sold), data=form).status_code for _ in range(2)} == {303}

    assert has("wallet", ben) == 5000
    assert len(refunds.story(sold).refunds) == 1


@BOTH
def test_beyond_the_promise_the_creator_is_asked(as_ben, as_ada, ada, ben, sold, film, has, hx):
    db.session.add(
        Watch(person_id=ben.id, content_id=film.id, position_ms=9, part=80, finished=False, updated_at=clock.now())
    )
    db.session.commit()
    assert "watched more than 25%" in as_ben.get(of(sold), hx=hx).text

    as_ben.post(of(sold), data=sent("It is another film."), hx=hx)
    assert has("wallet", ben) == 4500
    assert "It is another film." in as_ada.get("/studio/refunds").text

    wish = refunds.story(sold).wish
    answer = as_ada.post(f"/studio/refunds/wishes/{wish.public_id}", data={"deed": "grant", "words": "Sorry."}, hx=hx)
    assert answer.status_code == (200 if hx else 303)
    assert has("wallet", ben) == 5000
    assert "Sorry." in as_ben.get(of(sold)).text


def test_a_wish_needs_words_and_a_no_needs_words(as_ben, as_ada, ada, ben, give, film, has):
    promises.promise(ada, days=0, part=25, is_until_download=True)
    sold = _buy(ben, film, give)
    assert as_ben.post(of(sold), data=sent("")).status_code == 422
    as_ben.post(of(sold), data=sent())
    wish = refunds.story(sold).wish

    assert as_ada.post(f"/studio/refunds/wishes/{wish.public_id}", data={"deed": "decline"}).status_code == 422
    as_ada.post(f"/studio/refunds/wishes/{wish.public_id}", data={"deed": "decline", "words": "You saw it all."})

    page = as_ben.get(of(sold)).text
    assert "You saw it all." in page
    assert "Ask the staff" in page
    assert has("wallet", ben) == 4500


def _buy(ben, film, give):
    give(ben)
    sale = market.buy(ben, market.prices_of(film).unlock.public_id, key="bought")
    db.session.commit()
    return earnings.find("sale", sale.public_id)


@BOTH
def test_a_creator_gives_a_part_back(as_ada, ben, sold, has, hx):
    assert "Give money back" in as_ada.get(of(sold, "/studio"), hx=hx).text

    answer = as_ada.post(of(sold, "/studio"), data=sent("For the sound.", amount="1.50"), hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert has("wallet", ben) == 4650
    assert "For the sound." in as_ada.get(of(sold, "/studio")).text


@pytest.mark.once
@pytest.mark.parametrize("amount", ["0", "-1", "5.01", "1e3", "NaN", "0.001", "99999999999999999999", "٣"])
def test_a_wrong_amount_moves_nothing(as_ada, ben, sold, has, amount):
    assert as_ada.post(of(sold, "/studio"), data=sent(amount=amount)).status_code == 422

    assert has("wallet", ben) == 4500


@pytest.mark.once
def test_nobody_else_sees_or_moves_anything(as_cy, as_ada, as_ben, sold, ben, has):
    for browser, where in ((as_cy, ""), (as_cy, "/studio"), (as_ada, ""), (as_ben, "/studio")):
        assert browser.get(of(sold, where)).status_code == 404
        assert browser.post(of(sold, where), data=sent()).status_code == 404

    assert has("wallet", ben) == 4500


@BOTH
def test_a_creator_promises_something_else_for_what_is_sold_from_now_on(as_ada, ada, sold, hx):
    data = {"days": "30", "part": "100"}
    answer = as_ada.post("/studio/refunds/promise", data=data, hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert promises.in_force(ada.id).days == 30
    assert promises.in_force(ada.id, sold.sold_at).days == 14
    assert as_ada.post("/studio/refunds/promise", data=data | {"days": "31"}).status_code == 422


@pytest.mark.once
@BOTH
@pytest.mark.parametrize("path", ["/refunds", "/studio/refunds"])
def test_lists_say_what_there_is_and_what_there_is_not(as_ada, as_ben, sold, path, hx):
    browser = as_ada if "studio" in path else as_ben
    assert browser.get(path, hx=hx).status_code == 200

    refunds.refund(sold, 200, key="r", by_id=1, by_role="seller")

    assert "$2.00" in browser.get(path, hx=hx).text


@pytest.mark.once
def test_a_list_asks_as_much_for_many_as_for_few(as_ben, sold, statements):
    def asked() -> int:
        statements.clear()
        as_ben.get("/refunds")
        return len(statements)

    refunds.refund(sold, 10, key="r0", by_id=1, by_role="seller")
    few = asked()
    for n in range(1, 12):
        refunds.refund(sold, 10, key=f"r{n}", by_id=1, by_role="seller")

    assert asked() <= few


@BOTH
def test_the_receipt_says_what_went_back_and_where_to_ask(as_ben, sold, hx):
    assert "Ask for a refund" in as_ben.get(f"/orders/{sold.source_ref}", hx=hx).text

    refunds.refund(sold, 200, key="part", by_id=1, by_role="seller")

    page = as_ben.get(f"/orders/{sold.source_ref}", hx=hx).text
    assert "Refunded" in page
    assert "−$2.00" in page


def test_every_receipt_and_every_earning_leads_to_its_refund(as_ben, as_ada, ada, ben, give, sold):
    tier = memberships.make_tier(
        ada.id, name="Friends", per_month=300, per_year=None, benefits="", colour="teal", trial_days=0
    )
    member = memberships.join(ben, tier, "month", key="join-once")
    ref = f"/refunds/membership/{member.public_id}:1"

    assert ref in as_ben.get(f"/memberships/{member.public_id}").text
    assert "Get my money back" in as_ben.get(ref).text
    assert of(sold, "/studio") in as_ada.get(f"/studio/earnings/{sold.public_id}").text


def test_a_tip_is_asked_back_from_whom_it_went_to(as_ben, ada, ben, give, has):
    give(ben)
    tip = tips.give(ben, ada, 700, key="tip-once")
    db.session.commit()

    as_ben.post(f"/refunds/tip/{tip.public_id}", data=sent("Two noughts too many."))

    assert has("wallet", ben) == 4300
    assert "Waits for the creator" in as_ben.get("/refunds").text
