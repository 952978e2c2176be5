"""Bundles: one price, a right to each piece, and the price divided over them to the cent."""

import pytest

from tests.goods.conftest import resource
from wm.domains import content, earnings, entitlements, ledger, market, refunds
from wm.kernel.db import db


@pytest.fixture
def three(ada):
    """Three resources of Ada's, for 5.00, 3.00 and 1.00."""
    return [resource(ada, title, price) for title, price in (("One", 500), ("Two", 300), ("Three", 100))]


@pytest.fixture
def bundle(ada, three):
    """All three of them for 6.00."""
    made = market.bundles.make(ada, title="All three", words="", amount=600, pieces=[each.id for each in three])
    db.session.commit()
    return made


def take(person, bundle, key="k1", **more):
    sale = market.buy_bundle(person, bundle, key=key, revision=more.pop("revision", bundle.revision), **more)
    db.session.commit()
    return sale


def test_a_bundle_opens_all_and_its_price_is_divided(ada, ben, bundle, three, give):
    give(ben)

    sale = take(ben, bundle)

    assert (sale.kind, sale.amount, sale.content_id) == ("bundle", 600, None)
    assert [content.decision(each, ben).why for each in three] == ["bundle"] * 3
    assert [part.amount for part in market.bundles.parts_of(sale)] == [333, 200, 67]
    assert ledger.of_person("pending", ada.id).posted == 600
    assert {each.name: each.gross for each in market.bundles.by_content(ada.id)} == {
        three[0].id: 333,
        three[1].id: 200,
        three[2].id: 67,
    }


def test_what_goes_back_is_divided_too_and_the_doors_close(ada, ben, bundle, three, give):
    give(ben)
    sale = take(ben, bundle)

    earning = earnings.find("sale", sale.public_id)
    refunds.refund(earning, None, key="r1", by_id=ada.id, by_role="seller")
    db.session.commit()

    assert ledger.wallet(ben.id).available == 5000
    assert not any(content.opens(each, ben) for each in three)
    assert [each.kept for each in market.bundles.by_content(ada.id)] == [0, 0, 0]


def test_a_key_counts_once_and_a_bundle_is_sold_once(ben, bundle, give):
    give(ben)

    assert take(ben, bundle).id == take(ben, bundle).id
    with pytest.raises(market.AlreadyUnlocked):
        take(ben, bundle, key="k2")
    db.session.rollback()

    assert ledger.wallet(ben.id).available == 4400


def test_whoever_looked_at_another_price_buys_nothing(ada, ben, bundle, three, give):
    give(ben)
    seen = bundle.revision
    market.bundles.edit(bundle, ada, title="All", words="", amount=700, pieces=[each.id for each in three])
    db.session.commit()

    with pytest.raises(market.PriceChanged):
        take(ben, bundle, revision=seen)
    db.session.rollback()

    assert ledger.wallet(ben.id).available == 5000
    assert entitlements.live_grants(ben.id) == []


def test_what_comes_in_later_changes_nothing_for_those_who_have_it(ada, ben, bundle, three, give):
    give(ben)
    sale = take(ben, bundle)
    later = resource(ada, "Four", 900)

    market.bundles.edit(bundle, ada, title="All", words="", amount=600, pieces=[each.id for each in (*three, later)])
    db.session.commit()

    assert not content.opens(later, ben)
    assert [part.amount for part in market.bundles.parts_of(sale)] == [333, 200, 67]


def test_an_empty_wallet_and_ones_own_bundle_open_nothing(ada, ben, bundle):
    with pytest.raises(ledger.InsufficientFunds):
        take(ben, bundle)
    db.session.rollback()
    with pytest.raises(market.OwnPiece):
        take(ada, bundle)
    db.session.rollback()

    assert db.session.scalars(db.select(market.Sale)).all() == []


def test_a_piece_that_is_gone_stops_the_sale(ada, ben, bundle, three, give):
    give(ben)
    content.remove(three[1])
    db.session.commit()

    with pytest.raises(market.NotForSale):
        take(ben, bundle)


def test_a_bundle_brings_a_key_for_each_piece_that_has_one(ben, bundle, three, give):
    market.products.set_up(three[0], download_limit=None, key_kind="made")
    market.products.set_up(three[2], download_limit=None, key_kind="pool")
    db.session.commit()
    give(ben)

    with pytest.raises(market.SoldOut):
        take(ben, bundle)
    db.session.rollback()
    assert ledger.wallet(ben.id).available == 5000
    market.key_pool.bring(three[2], "AAAA-1111")
    sale = take(ben, bundle, key="k2")

    keys = market.licences.of_sale(sale)
    assert {key.content_id for key in keys} == {three[0].id, three[2].id}
    assert all(map(market.licences.is_good, keys))


def test_a_code_for_everything_counts_for_a_bundle(ada, ben, bundle, three, give):
    market.codes.make(ada, word="HALF", kind="percent", amount=50)
    market.codes.make(ada, word="ONE", kind="percent", amount=50, pieces=[three[0].id])
    give(ben)

    with pytest.raises(market.CodeRefused):
        take(ben, bundle, code="ONE")
    db.session.rollback()
    sale = take(ben, bundle, code="HALF")

    assert sale.amount == 300
    assert sum(part.amount for part in market.bundles.parts_of(sale)) == 300


@pytest.mark.once
def test_the_page_shows_what_is_in_it_and_sells_it(as_ben, client, ben, bundle, give):
    where = f"/bundles/{bundle.public_id}"
    sent = {"offer": bundle.revision, "key": "abcdefgh1", "amount": "0.01"}
    shown = client.get(where)

    assert all(each in shown.text for each in ("All three", "$6.00", "$9.00", "Sign in to buy it"))
    poor = as_ben.post(where, data=sent)
    assert (poor.status_code, "is missing in your wallet" in poor.text) == (402, True)
    give(ben)
    assert as_ben.post(where, data=sent | {"offer": "made-up"}).status_code == 409
    assert as_ben.post(where, data=sent | {"key": "?"}).status_code == 422
    bought = as_ben.post(where, data=sent)
    again = as_ben.post(where, data=sent, hx=True)

    assert bought.status_code == 303
    assert again.headers["HX-Redirect"] == bought.headers["Location"]
    assert as_ben.get(bought.headers["Location"]).status_code == 200
    assert "open for you already" in as_ben.get(where).text
    assert ledger.wallet(ben.id).available == 4400


def test_bundles_are_made_and_changed_in_the_studio(as_ada, as_ben, ada, three):
    sent = {"title": "Two of them", "words": "", "price": "4.50", "pieces": [each.public_id for each in three[:2]]}

    assert as_ada.post("/studio/bundles/new", data=sent | {"pieces": three[0].public_id}).status_code == 422
    assert as_ada.post("/studio/bundles/new", data=sent | {"price": "0.10"}).status_code == 422
    assert as_ada.post("/studio/bundles/new", data=sent).status_code == 303
    (made,) = market.bundles.of_maker(ada)
    where = f"/studio/bundles/{made.public_id}"
    assert as_ben.post(where, data=sent).status_code == 404
    assert "Two of them" in as_ada.get(where).text
    assert as_ada.post(where, data=sent | {"price": "5"}).status_code == 303
    part = as_ada.post(f"{where}/standing", data={"deed": "close"}, hx=True).text
    assert "Not sold" in part
    assert "Two of them" in as_ada.get("/studio/bundles").text

    db.session.expire_all()
    assert market.bundles.find(made.public_id).amount == 500


def test_nobody_bundles_the_work_of_others(ada, mo, three):
    hers = resource(mo, "Hers", 300)

    with pytest.raises(market.BadBundle):
        market.bundles.make(ada, title="Mixed", words="", amount=600, pieces=[three[0].id, hers.id])


@pytest.mark.parametrize("amount", [1, 2, 7, 600, 999_999])
def test_every_cent_of_a_price_is_divided(three, amount):
    parts = market.divided(amount, three)

    assert sum(parts) == amount
    assert min(parts) >= 0


@pytest.mark.once
def test_what_was_downloaded_from_a_bundle_does_not_go_back_by_itself(as_ben, ben, bundle, three, give):
    give(ben)
    sale = take(ben, bundle)
    earning = earnings.find("sale", sale.public_id)
    assert refunds.chance(earning, ben).is_at_once

    as_ben.post(f"/read/{three[1].public_id}/downloads")

    assert refunds.chance(earning, ben).why == "downloaded"
