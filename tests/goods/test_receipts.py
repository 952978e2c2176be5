"""What a receipt and the library say of codes, bundles and keys, and what the studio adds up."""

from datetime import timedelta

import pytest

from tests.goods.conftest import resource
from wm.domains import earnings, market, refunds
from wm.kernel import clock
from wm.kernel.db import db


@pytest.mark.once
def test_a_receipt_names_the_code_and_the_key(as_ben, ben, ada, plan, give, buy):
    market.codes.make(ada, word="SPRING", kind="percent", amount=20)
    market.products.set_up(plan, download_limit=None, key_kind="made")
    give(ben)
    sale = buy(ben, plan, code="SPRING")
    (licence,) = market.licences.of_sale(sale)

    shown = as_ben.get(f"/orders/{sale.public_id}").text

    assert all(each in shown for each in ("Code SPRING", "$1.00 saved", "$4.00", licence.key))
    assert licence.key in as_ben.get("/library/unlocked").text


@pytest.mark.once
def test_a_receipt_whose_money_went_back_keeps_its_key_to_itself(as_ben, ben, ada, plan, give, buy):
    market.products.set_up(plan, download_limit=None, key_kind="made")
    give(ben)
    sale = buy(ben, plan)
    (licence,) = market.licences.of_sale(sale)
    refunds.refund(earnings.find("sale", sale.public_id), None, key="back", by_id=ada.id, by_role="seller")
    db.session.commit()
    again = buy(ben, plan, key="k2")
    (fresh,) = market.licences.of_sale(again)

    shown, library = as_ben.get(f"/orders/{sale.public_id}").text, as_ben.get("/library/unlocked").text

    assert licence.key not in shown
    assert "Download it" not in shown
    assert licence.key not in library
    assert fresh.key in library


@pytest.mark.once
def test_a_receipt_says_what_is_in_a_bundle_and_the_studio_adds_it_up(as_ben, as_ada, ben, ada, give, buy):
    one, two = resource(ada, "One", 300), resource(ada, "Two", 100)
    bundle = market.bundles.make(ada, title="Both", words="", amount=200, pieces=[one.id, two.id])
    give(ben)
    sale = market.buy_bundle(ben, bundle, key="k1", revision=bundle.revision)
    db.session.commit()

    shown = as_ben.get(f"/orders/{sale.public_id}").text
    earned = as_ada.get("/studio/earnings").text

    assert all(each in shown for each in ("What is in it", "$1.50", "$0.50", "$2.00"))
    assert all(each in earned for each in ("One", "$1.50", "Two", "$0.50"))


@pytest.mark.once
def test_a_receipt_of_nothing_is_a_receipt_too(as_ben, as_ada, ben, ada, plan, buy):
    market.codes.make(ada, word="GIFT", kind="percent", amount=100)
    sale = buy(ben, plan, code="GIFT")

    shown = as_ben.get(f"/orders/{sale.public_id}")

    assert (shown.status_code, "$0.00" in shown.text) == (200, True)
    assert as_ben.get("/orders").status_code == 200
    assert as_ben.get("/library/unlocked").status_code == 200
    assert as_ada.get("/studio/customers").status_code == 200
    assert as_ada.get("/studio/earnings").status_code == 200


def test_a_gift_of_nothing_goes_back_without_a_move(as_ben, ben, cy, ada, plan):
    market.codes.make(ada, word="GIFT", kind="percent", amount=100)
    gift = market.giving.give(ben, market.prices_of(plan).unlock.public_id, key="g1", to=cy, code="GIFT")
    db.session.commit()
    clock.shift(timedelta(days=15))
    as_ben.sign_in(ben)

    assert as_ben.post(f"/gifts/{gift.public_id}/return").status_code == 303
    assert "Taken back" in as_ben.get("/gifts").text
