"""Gifts: the buyer gets the receipt, somebody else the right; what nobody opens can be taken back."""

from datetime import timedelta
from pathlib import Path

import pytest

from wm.domains import content, earnings, entitlements, graph, ledger, market, refunds
from wm.kernel import clock, mail
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotFound, NotNow


@pytest.fixture
def present(give):
    """Let somebody give a piece; returns the gift."""

    def given(person, piece, key="g1", **to):
        gift = market.giving.give(person, market.prices_of(piece).unlock.public_id, key=key, **to)
        db.session.commit()
        return gift

    return given


def claim(gift, person):
    claimed = market.gifts.claim(gift.token, person)
    db.session.commit()
    return claimed


def test_a_gift_is_paid_by_one_and_opened_by_another(ada, ben, cy, plan, give, present):
    give(ben)

    gift = present(ben, plan, to=cy, message="For your desk.")
    assert not content.opens(plan, cy)
    claim(gift, cy)

    assert content.decision(plan, cy).why == "gift"
    assert not content.opens(plan, ben)
    assert (ledger.wallet(ben.id).available, ledger.of_person("pending", ada.id).posted) == (4500, 500)
    assert [sale.kind for sale in market.bought_by(ben).items] == ["gift"]
    assert market.bought_by(cy).items == []


@pytest.mark.once
def test_a_gift_to_somebody_is_nobody_elses(as_mo, mo, ben, cy, plan, give, present):
    give(ben)
    gift = present(ben, plan, to=cy)

    with pytest.raises(NotFound):
        market.gifts.claim(gift.token, mo)

    assert as_mo.get(f"/gifts/{gift.token}").status_code == 404
    assert as_mo.post(f"/gifts/{gift.token}").status_code == 404


def test_a_gift_by_mail_is_for_whoever_has_the_link_and_once(ben, cy, mo, plan, give, present, run_jobs, app):
    give(ben)
    gift = present(ben, plan, mail="friend@example.org", message="Here you are")
    run_jobs()
    letters = [Path(app.config["VAR_DIR"], "mail", name).read_text() for name in mail.written()]
    (letter,) = (each for each in letters if "friend@example.org" in each)
    assert gift.token in letter
    assert "Here you are" in letter

    claim(gift, cy)
    assert claim(gift, cy).state == "claimed"
    with pytest.raises(NotFound):
        market.gifts.claim(gift.token, mo)

    assert not content.opens(plan, mo) or mo.role == "moderator"
    assert market.gifts.of_sale(market.gifts.sale_of(gift)).mail == ""


@pytest.mark.once
def test_somebody_is_told_of_their_gift(as_cy, ben, cy, plan, give, present, run_jobs):
    give(ben)
    present(ben, plan, to=cy)
    run_jobs()

    assert "gave you" in as_cy.get("/notifications").text
    assert "The plan" in as_cy.get("/gifts").text


def test_a_gift_nobody_opened_goes_back_after_its_days(as_ben, ben, cy, plan, give, present):
    give(ben)
    gift = present(ben, plan, to=cy)
    where = f"/gifts/{gift.public_id}/return"

    assert as_ben.post(where).status_code == 409
    clock.shift(timedelta(days=market.gifts.DAYS, minutes=1))
    as_ben.sign_in(ben)
    assert as_ben.post(where).status_code == 303
    assert as_ben.post(where).status_code == 409

    assert ledger.wallet(ben.id).available == 5000
    with pytest.raises(market.GiftGone):
        market.gifts.claim(gift.token, cy)
    assert entitlements.live_grants(cy.id) == []


@pytest.mark.once
def test_an_opened_gift_does_not_go_back(as_ben, ben, cy, plan, give, present):
    give(ben)
    gift = present(ben, plan, to=cy)
    claim(gift, cy)
    clock.shift(timedelta(days=30))
    as_ben.sign_in(ben)

    assert as_ben.post(f"/gifts/{gift.public_id}/return").status_code == 409
    assert ledger.wallet(ben.id).available == 4500
    assert content.opens(plan, cy)


def test_a_gift_whose_money_went_back_is_closed(ben, cy, plan, give, present):
    give(ben)
    gift = present(ben, plan, to=cy)
    sale = market.gifts.sale_of(gift)
    earnings.reverse(earnings.find("sale", sale.public_id), 500, key="r1", to=ledger.wallet(ben.id))
    db.session.commit()

    with pytest.raises(market.GiftGone):
        market.gifts.claim(gift.token, cy)


def test_whom_a_gift_can_not_be_for(ada, ben, cy, plan, give, present):
    give(ben)
    give(ada)

    for to in ({}, {"to": ben}, {"to": ada}, {"to": cy, "mail": "x@example.org"}):
        with pytest.raises(Invalid):
            present(ben, plan, **to)
        db.session.rollback()
    with pytest.raises(market.OwnPiece):
        present(ada, plan, to=cy)
    db.session.rollback()

    assert ledger.wallet(ben.id).available == 5000


def test_whoever_has_it_already_and_the_giver_do_not_open_it(ben, cy, plan, give, buy, present):
    for each in (ben, cy):
        give(each)
    buy(cy, plan)
    gift = present(ben, plan, mail="friend@example.org")

    with pytest.raises(market.AlreadyUnlocked):
        market.gifts.claim(gift.token, cy)
    with pytest.raises(NotNow):
        market.gifts.claim(gift.token, ben)

    assert market.gifts.of_sale(market.gifts.sale_of(gift)).state == "sent"


def test_the_key_that_comes_with_it_goes_with_the_gift(ben, cy, plan, give, present):
    market.products.set_up(plan, download_limit=None, key_kind="made")
    give(ben)
    gift = present(ben, plan, to=cy)
    (licence,) = db.session.scalars(db.select(market.Licence)).all()
    assert licence.owner_id is None
    assert not market.licences.is_good(licence)

    claim(gift, cy)
    db.session.refresh(licence)

    assert licence.owner_id == cy.id
    assert market.licences.is_good(licence)
    assert market.licences.of_person(ben) == []


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_giving_on_the_page(as_ben, as_cy, ben, cy, plan, give, hx):
    give(ben)
    where, offer = f"/buy/{plan.public_id}/gift", market.prices_of(plan).unlock.public_id
    sent = {"key": "abcdefgh1", "offer": offer, "to": "@cy", "message": "Hello", "amount": "1"}

    assert "Give it for $5.00" in as_ben.get(where).text
    assert as_ben.post(where, data=sent | {"to": "@nobody"}, hx=hx).status_code == 422
    assert as_ben.post(where, data=sent | {"to": "@ben"}, hx=hx).status_code == 422
    assert as_ben.post(where, data=sent | {"offer": "x"}, hx=hx).status_code == 404
    assert ledger.wallet(ben.id).available == 5000
    answers = [as_ben.post(where, data=sent, hx=hx) for _ in range(2)]
    assert [each.status_code for each in answers] == [200 if hx else 303] * 2
    (gift,) = market.gifts.waiting_for(cy)
    shown = as_cy.get(f"/gifts/{gift.token}").text
    assert all(each in shown for each in ("Hello", "Ben Hart", "Open my gift"))
    assert as_cy.post(f"/gifts/{gift.token}").status_code == 303

    assert ledger.wallet(ben.id).available == 4500
    assert content.opens(plan, cy)
    assert "Opened" in as_ben.get("/gifts").text


def test_an_empty_wallet_gives_nothing(as_ben, plan):
    sent = {"key": "abcdefgh1", "offer": market.prices_of(plan).unlock.public_id, "to": "friend@example.org"}

    answer = as_ben.post(f"/buy/{plan.public_id}/gift", data=sent)

    assert answer.status_code == 402
    assert "/wallet/add" in answer.text
    assert db.session.scalars(db.select(market.Gift)).all() == []


@pytest.mark.once
def test_nobody_gives_to_whoever_blocked_them(as_ben, ben, cy, plan, give):
    give(ben)
    graph.block(cy, ben)
    sent = {"key": "abcdefgh1", "offer": market.prices_of(plan).unlock.public_id, "to": "@cy"}

    answer = as_ben.post(f"/buy/{plan.public_id}/gift", data=sent)

    assert answer.status_code == 404
    assert ledger.wallet(ben.id).available == 5000


@pytest.mark.once
def test_a_made_up_link_is_no_gift(client, as_ben):
    assert client.get("/gifts/abcdefghijklmnopqrstuv").status_code == 404
    assert as_ben.post("/gifts/abcdefghijklmnopqrstuv").status_code == 404
    assert as_ben.post("/gifts/x/return").status_code == 404


@pytest.mark.once
def test_what_the_other_one_downloaded_does_not_go_back_by_itself(as_cy, ben, cy, plan, give, present):
    give(ben)
    gift = present(ben, plan, to=cy)
    earning = earnings.find("sale", market.gifts.sale_of(gift).public_id)
    claim(gift, cy)
    assert refunds.chance(earning, ben).is_at_once

    as_cy.post(f"/read/{plan.public_id}/downloads")

    assert refunds.chance(earning, ben).why == "downloaded"
