"""What a form says of amounts and owners counts nowhere (trust M15): prices, pieces and people come from our rows."""

import pytest

from tests.goods.conftest import resource
from wm.domains import entitlements, ledger, market
from wm.kernel.db import db

HOSTILE = ("0", "-1", "0.001", "1e9", "NaN", "Infinity", "9" * 40, "1,000.50", "\u0663", "", "0x10", "' OR 1=1")
NAMES = ("amount", "price", "saved", "tax", "total", "seller_id", "buyer_id", "content_id", "currency", "state")


def untouched(person):
    db.session.expire_all()
    return ledger.wallet(person.id).posted == 5000 and entitlements.live_grants(person.id) == []


@pytest.mark.parametrize("said", HOSTILE)
def test_a_bundle_costs_what_it_costs(as_ben, ben, ada, give, said):
    pieces = [resource(ada, title, 300) for title in ("One", "Two")]
    bundle = market.bundles.make(ada, title="Both", words="", amount=400, pieces=[each.id for each in pieces])
    give(ben)
    where, sent = f"/bundles/{bundle.public_id}", {"key": "abcdefgh1"} | dict.fromkeys(NAMES, said)
    sent.pop("amount")

    assert as_ben.post(where, data=sent | {"offer": said}).status_code == 409
    assert untouched(ben)
    assert as_ben.post(where, data=sent | {"offer": bundle.revision}).status_code == 303

    assert ledger.wallet(ben.id).posted == 4600


@pytest.mark.once
@pytest.mark.parametrize("said", HOSTILE)
def test_a_gift_and_a_piece_cost_what_they_cost(as_ben, ben, plan, give, said):
    give(ben)
    offer = market.prices_of(plan).unlock.public_id
    sent = {"to": "friend@example.org", "message": ""} | dict.fromkeys(NAMES, said)
    where = f"/buy/{plan.public_id}/gift"

    assert as_ben.post(where, data=sent | {"offer": offer, "key": "?"}).status_code == 422
    assert as_ben.post(where, data=sent | {"offer": said or "x", "key": "abcdefgh1"}).status_code in (404, 422)
    assert untouched(ben)
    assert as_ben.post(where, data=sent | {"offer": offer, "key": "abcdefgh2"}).status_code == 303

    assert ledger.wallet(ben.id).posted == 4500


@pytest.mark.once
def test_odd_prices_make_no_bundle(as_ada, ada):
    pieces = [resource(ada, title, 300).public_id for title in ("One", "Two")]

    for said in HOSTILE:
        sent = {"title": "Both", "words": "", "price": said, "pieces": pieces}
        assert (said, as_ada.post("/studio/bundles/new", data=sent).status_code) == (said, 422)

    assert market.bundles.of_maker(ada) == []
