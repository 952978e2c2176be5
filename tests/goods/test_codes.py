"""Discount codes: counted once, never below nothing, refused with a sentence that changes nothing."""

from datetime import timedelta

import pytest

from tests.goods.conftest import resource
from wm.blueprints import guessing
from wm.domains import content, earnings, entitlements, ledger, market
from wm.kernel import clock
from wm.kernel.db import db


@pytest.fixture
def code(ada):
    """Let Ada make a code; returns it."""

    def made(word="SPRING", kind="percent", amount=20, **limits):
        row = market.codes.make(ada, word=word, kind=kind, amount=amount, **limits)
        db.session.commit()
        return row

    return made


def uses():
    return db.session.scalar(db.select(db.func.count()).select_from(market.codes.CodeUse))


def refused(sentence):
    return pytest.raises(market.CodeRefused, match=sentence)


@pytest.mark.parametrize(
    ("kind", "amount", "price"), [("percent", 20, 400), ("percent", 33, 335), ("fixed", 150, 350), ("fixed", 499, 1)]
)
def test_a_code_makes_it_cheaper(ada, ben, plan, give, buy, code, kind, amount, price):
    code(kind=kind, amount=amount)
    give(ben)

    sale = buy(ben, plan, code=" spring ")

    assert (sale.amount, sale.code) == (price, "SPRING")
    assert ledger.wallet(ben.id).available == 5000 - price
    assert ledger.of_person("pending", ada.id).posted == price
    assert content.opens(plan, ben)


@pytest.mark.parametrize(("kind", "amount"), [("percent", 100), ("fixed", 500), ("fixed", 9000)])
def test_a_price_of_nothing_opens_without_a_move(ada, ben, plan, buy, code, kind, amount):
    code(kind=kind, amount=amount)

    sale = buy(ben, plan, code="SPRING")

    assert (sale.amount, sale.tax, sale.state) == (0, 0, "paid")
    assert content.decision(plan, ben).why == "sale"
    assert earnings.find("sale", sale.public_id) is None
    assert ledger.of_person("pending", ada.id).posted == 0


def test_a_code_that_ran_out_is_refused_and_nothing_is_charged(ben, cy, plan, give, buy, code):
    code(most=1)
    for each in (ben, cy):
        give(each)

    buy(ben, plan, code="SPRING")
    with refused("as often as it may"):
        buy(cy, plan, key="k2", code="SPRING")
    db.session.rollback()

    assert uses() == 1
    assert ledger.wallet(cy.id).available == 5000
    assert not content.opens(plan, cy)


def test_one_buyer_has_so_many_and_no_more(ada, ben, cy, plan, give, buy, code):
    other = resource(ada, "The other")
    code(most_each=1)
    for each in (ben, cy):
        give(each)

    buy(ben, plan, code="SPRING")
    with refused("one person"):
        buy(ben, other, key="k2", code="SPRING")
    db.session.rollback()
    buy(cy, other, code="SPRING")

    assert uses() == 2


def test_a_repeat_of_the_form_uses_it_once(ben, plan, give, buy, code):
    code(most=1)
    give(ben)

    assert buy(ben, plan, code="SPRING").id == buy(ben, plan, code="SPRING").id
    assert uses() == 1


def test_a_use_whose_order_came_to_nothing_does_not_count(ben, cy, plan, give, buy, code):
    code(most=1)
    offer = market.prices_of(plan).unlock.public_id
    order = market.open_order(ben, offer, key="k1", code="SPRING", paid_with="sandbox")
    db.session.commit()
    give(cy)

    with refused("as often"):
        buy(cy, plan, code="SPRING")
    db.session.rollback()
    market.give_up(order.public_id, ben, "No money came.")
    db.session.commit()

    assert buy(cy, plan, code="SPRING").amount == 400


def test_an_order_with_a_code_is_completed_at_its_price(ben, plan, give, code):
    code()
    order = market.open_order(ben, market.prices_of(plan).unlock.public_id, key="k1", code="SPRING")
    db.session.commit()
    give(ben)

    sale = market.receive(order.public_id, ben)
    db.session.commit()

    assert (sale.state, sale.amount, sale.why) == ("paid", 400, "")


def test_a_code_counts_in_its_time_and_until_it_is_stopped(ben, plan, code):
    now = clock.now()
    row = code(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))

    def asked():
        return market.codes.quote("SPRING", plan.person_id, [plan.id], 500, ben.id).saved

    with refused("not count yet"):
        asked()
    clock.shift(timedelta(minutes=61))
    assert asked() == 100
    market.codes.stop(row)
    with refused("has ended"):
        asked()
    market.codes.resume(row)
    clock.shift(timedelta(minutes=121))
    with refused("has ended"):
        asked()


def test_a_code_is_for_its_maker_and_its_pieces(ada, ben, mo, plan, give, buy, code):
    other, hers = resource(ada, "The other"), resource(mo, "Hers")
    code(pieces=[plan.id])
    give(ben)

    with refused("other pieces"):
        buy(ben, other, code="SPRING")
    with refused("no such code"):
        buy(ben, hers, code="SPRING")
    db.session.rollback()

    assert uses() == 0
    assert buy(ben, plan, code="SPRING").amount == 400


def test_a_named_price_takes_no_code(ada, ben, give, code):
    piece = resource(ada, "Name it", price=None)
    market.set_prices(piece, unlock=300, is_floor=True)
    db.session.commit()
    code(kind="fixed", amount=299)
    give(ben)

    with refused("name the price yourself"):
        market.buy(ben, market.prices_of(piece).unlock.public_id, key="k1", amount=300, code="SPRING")
    db.session.rollback()

    assert not content.opens(piece, ben)


def test_the_new_price_is_shown_before_one_pays(as_ben, client, ben, plan, give, code):
    code()
    give(ben)
    where = f"/buy/{plan.public_id}/price?code=spring"

    shown = as_ben.get(where)
    part = as_ben.get(where, hx=True).text

    assert "$4.00" in shown.text
    assert 'name="code" value="spring"' in shown.text
    assert 'id="door"' in part
    assert "<html" not in part
    assert "$4.00" in as_ben.get(f"/read/{plan.public_id}?code=SPRING").text
    assert "There is no such code" in as_ben.get(f"/buy/{plan.public_id}/price?code=autumn").text
    assert "$4.00" in client.get(where).text


@pytest.mark.parametrize("hx", [False, True])
def test_paying_with_a_code_on_the_page(as_ben, ben, plan, give, code, hx):
    code()
    give(ben)
    offer = market.prices_of(plan).unlock.public_id
    sent = {"offer": offer, "key": "abcdefgh1", "code": "SPRING", "amount": "0.01", "price": "1", "saved": "499"}

    answer = as_ben.post(f"/buy/{plan.public_id}", data=sent, hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert ledger.wallet(ben.id).available == 4600


@pytest.mark.once
def test_a_refused_code_says_why_on_the_page_and_changes_nothing(as_ben, ben, plan, give):
    give(ben)
    offer = market.prices_of(plan).unlock.public_id

    answer = as_ben.post(f"/buy/{plan.public_id}", data={"offer": offer, "key": "abcdefgh1", "code": "MADEUP"})

    assert answer.status_code == 409
    assert "There is no such code" in answer.text
    assert ledger.wallet(ben.id).available == 5000
    assert entitlements.live_grants(ben.id) == []


def test_codes_are_made_stopped_and_removed_in_the_studio(as_ada, as_ben, ben, plan, give, buy):
    made = {"word": "launch-1", "kind": "percent", "amount": "25", "most_each": "1", "scope": "some"}

    assert as_ada.post("/studio/codes/new", data=made).status_code == 422
    assert as_ada.post("/studio/codes/new", data=made | {"pieces": plan.public_id}).status_code == 303
    assert as_ada.post("/studio/codes/new", data=made | {"scope": "all"}).status_code == 422
    row = market.codes.find("LAUNCH-1", plan.person_id)
    assert (row.amount, row.is_for_all, row.most_each) == (25, False, 1)
    give(ben)
    buy(ben, plan, code="LAUNCH-1")
    shown = as_ada.get("/studio/codes").text
    assert "LAUNCH-1" in shown
    assert "$1.25" in shown
    assert as_ben.post(f"/studio/codes/{row.public_id}", data={"deed": "stop"}).status_code == 404
    part = as_ada.post(f"/studio/codes/{row.public_id}", data={"deed": "remove"}, hx=True).text

    assert "Stopped" in part
    assert "LAUNCH-1" not in as_ben.get("/studio/codes").text


@pytest.mark.parametrize(
    "odd",
    [
        {"word": "a"},
        {"word": "über"},
        {"amount": "0"},
        {"amount": "101"},
        {"amount": "-5"},
        {"amount": "1.5"},
        {"kind": "fixed", "amount": "nan"},
        {"kind": "fixed", "amount": "1e9"},
        {"kind": "gold"},
        {"most": "0"},
        {"most_each": "-1"},
        {"ends_at": "2001-01-01T00:00"},
    ],
)
def test_odd_codes_are_refused(as_ada, odd):
    made = {"word": "LAUNCH", "kind": "percent", "amount": "25", "scope": "all"} | odd

    assert as_ada.post("/studio/codes/new", data=made).status_code == 422
    assert db.session.scalars(db.select(market.Code)).all() == []


@pytest.mark.once
def test_whoever_guesses_codes_has_to_wait_at_every_door(as_ben, ben, plan, give, code, monkeypatch):
    monkeypatch.setattr(guessing, "WRONG", "3 per minute")
    code()
    give(ben)
    page, price = f"/read/{plan.public_id}", f"/buy/{plan.public_id}/price"
    offer = market.prices_of(plan).unlock.public_id
    form = {"offer": offer, "key": "k" * 22}
    db.session.commit()

    tried = [as_ben.get(f"{page}?code=A1"), as_ben.get(f"{price}?code=A2")]
    tried += [as_ben.post(f"/buy/{plan.public_id}", data=form | {"code": each}) for each in ("A3", "A4")]
    assert [answer.status_code for answer in tried] == [200, 200, 409, 409]

    right = [as_ben.get(f"{page}?code=SPRING"), as_ben.get(f"{price}?code=SPRING")]
    right += [as_ben.post(f"/buy/{plan.public_id}", data=form | {"code": "SPRING"})]
    assert [answer.status_code for answer in right] == [429, 429, 429]
    assert (uses(), as_ben.get(page).status_code) == (0, 200)
