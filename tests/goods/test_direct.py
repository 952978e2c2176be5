"""Bundles and gifts, rentals and bundles among them, paid with money from outside: completed once, whoever comes first."""

from datetime import timedelta

import pytest

from tests.goods.conftest import resource
from tests.market.test_races import together
from wm.domains import content, entitlements, ledger, market, payments, people
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound, NotNow
from wm.kernel.facts import record


class Paid:
    """A payment that the gateway says has succeeded."""

    public_id, state, has_ended = "attempt1234", "succeeded", True


@pytest.fixture
def bundle(ada):
    """Two resources for 6.00 together."""
    pieces = [resource(ada, title, 400) for title in ("One", "Two")]
    made = market.bundles.make(ada, title="Both", words="", amount=600, pieces=[each.id for each in pieces])
    db.session.commit()
    return made


@pytest.fixture
def pieces(bundle):
    """The pieces of the bundle."""
    return content.in_order(market.bundles.pieces_of([bundle])[bundle.id])


ORDERS = {
    "bundle": lambda ben, cy, film, seen: market.order_bundle(ben, seen.bundle, key="o1", revision=seen.revision),
    "gift": lambda ben, cy, film, seen: market.giving.order(ben, price(film).unlock.public_id, key="o1", to=cy),
    "rental": lambda ben, cy, film, seen: market.giving.order(ben, price(film).rental.public_id, key="o1", to=cy),
    "bundle gift": lambda ben, cy, film, seen: market.giving.order(ben, seen, key="o1", to=cy),
}


def price(piece):
    return market.prices_of(piece)


@pytest.fixture
def order(ben, cy, film, bundle, give, monkeypatch):
    """Let Ben order one of them; the money for it has arrived in his wallet, and nobody has acted on that yet."""
    monkeypatch.setattr(payments, "own", lambda _public_id, _person: Paid)
    monkeypatch.setattr(payments, "by_id", lambda _id: Paid)

    def made(kind):
        sale = ORDERS[kind](ben, cy, film, market.Seen(bundle, bundle.revision))
        sale.paid_with, sale.payment_ref = "sandbox", Paid.public_id
        record(payments.PaymentSucceeded(1, ben.id, "order", sale.public_id, sale.amount))
        db.session.commit()
        give(ben, sale.amount)
        return sale

    return made


@pytest.mark.parametrize(("kind", "first"), [*((kind, "webhook") for kind in ORDERS), ("bundle gift", "page")])
def test_whoever_comes_first_completes_it_once(as_ben, ben, cy, film, pieces, order, run_jobs, kind, first):
    sale = order(kind)
    assert market.gifts.waiting_for(cy) == []

    for each in ("page", "webhook") if first == "page" else ("webhook", "page"):
        if each == "page":
            assert "Receipt" in as_ben.get(f"/orders/{sale.public_id}").text
        else:
            run_jobs()

    assert ledger.wallet(ben.id).available == 0
    assert [each.state for each in market.bought_by(ben).items] == ["paid"]
    if kind == "bundle":
        assert all(content.opens(each, ben) for each in pieces)
    else:
        (gift,) = market.gifts.waiting_for(cy)
        market.gifts.claim(gift.token, cy)
        assert all(content.opens(each, cy) for each in (pieces if kind == "bundle gift" else [film]))


def dearer(ada, cy, film, bundle):
    ids = market.bundles.pieces_of([bundle])[bundle.id]
    market.bundles.edit(bundle, ada, title="Both", words="", amount=900, pieces=ids)
    market.set_prices(content.with_row_id(film.id), unlock=900, rental=800)


def gone(ada, cy, film, bundle):
    market.bundles.close(bundle)
    content.remove(content.with_row_id(film.id))


def left(ada, cy, film, bundle):
    cy.closed_at = clock.now()


@pytest.mark.parametrize(
    ("kind", "change"),
    [("bundle", dearer), ("bundle", gone), ("gift", left), ("rental", dearer), ("gift", gone), ("bundle gift", dearer)],
)
@pytest.mark.once
def test_what_is_not_possible_any_more_leaves_the_money(as_ben, ada, ben, cy, film, bundle, order, kind, change):
    sale = order(kind)
    change(ada, cy, film, bundle)
    db.session.commit()

    html = as_ben.get(f"/orders/{sale.public_id}").text

    assert "in your wallet, but" in html
    assert ledger.wallet(ben.id).available == sale.amount
    assert entitlements.live_grants(ben.id) == []
    with pytest.raises(NotFound):
        market.gifts.find(db.session.scalar(db.select(market.Gift.token)) or "none", cy)


def test_page_and_webhook_at_once_send_one_gift(app, ada, ben, cy, bundle, pieces, give):
    market.products.set_up(pieces[0], download_limit=None, key_kind="pool")
    market.key_pool.bring(pieces[0], "\n".join(f"KEY-{n:04}" for n in range(9)))
    sale = market.giving.order(ben, market.Seen(bundle, bundle.revision), key="o1", to=cy)
    public_id, who = sale.public_id, ben.id
    give(ben, 700)

    said = together(app, [lambda: market.receive(public_id, people.find(who), "a1").state for _ in range(12)])

    assert set(said) == {"paid"}
    assert (ledger.wallet(who).available, ledger.of_person("pending", ada.id).posted) == (100, 600)
    assert len(db.session.scalars(db.select(market.Licence).where(market.Licence.sale_id.is_not(None))).all()) == 1


def test_an_order_that_came_to_nothing_forgets_whom_it_was_for(ben, film):
    sale = market.giving.order(ben, price(film).unlock.public_id, key="o1", mail="friend@example.org")
    market.give_up(sale.public_id, ben, "The card was refused.")

    assert (sale.state, market.gifts.of_sale(sale).mail) == ("cancelled", "")


def test_a_lower_price_is_taken(ada, ben, bundle, order):
    sale = order("bundle")
    ids = market.bundles.pieces_of([bundle])[bundle.id]
    market.bundles.edit(bundle, ada, title="Both", words="", amount=501, pieces=ids)
    market.receive(sale.public_id, ben)
    db.session.commit()

    assert (sale.state, sale.amount, ledger.wallet(ben.id).available) == ("paid", 501, 99)
    assert [part.amount for part in market.bundles.parts_of(sale)] == [251, 250]


def test_the_hours_of_a_given_rental_begin_when_it_is_opened(ben, cy, film, give):
    give(ben)
    gift = market.giving.give(ben, price(film).rental.public_id, key="g1", to=cy)
    db.session.commit()
    clock.shift(timedelta(days=5))

    market.gifts.claim(gift.token, cy)
    db.session.commit()

    right = content.decision(film, cy)
    assert right.why == "rental"
    assert timedelta(hours=47, minutes=59) < right.until - clock.now() <= timedelta(hours=48)
    second = market.giving.give(ben, price(film).rental.public_id, key="g2", to=cy)
    with pytest.raises(NotNow):
        market.gifts.claim(second.token, cy)
    clock.shift(timedelta(days=8))
    assert not content.opens(film, cy)
    assert market.gifts.claim(second.token, cy).state == "claimed"
    assert content.opens(film, cy)


def test_a_given_bundle_brings_its_keys_and_whoever_has_all_of_it_does_not_open_it(ben, cy, mo, bundle, pieces, give):
    market.products.set_up(pieces[0], download_limit=None, key_kind="made")
    give(ben)
    give(cy)
    gift = market.giving.give(ben, market.Seen(bundle, bundle.revision), key="g1", mail="friend@example.org")
    market.buy_bundle(cy, bundle, key="k1", revision=bundle.revision)
    db.session.commit()

    with pytest.raises(market.AlreadyUnlocked):
        market.gifts.claim(gift.token, cy)
    market.gifts.claim(gift.token, mo)

    assert len(market.licences.of_person(mo)) == 1
    assert [content.decision(each, mo).why for each in pieces] in (["gift"] * 2, ["staff"] * 2)


def test_a_key_of_a_form_that_comes_back_for_another_thing_is_refused(ben, cy, film, bundle, give):
    give(ben)
    market.giving.give(ben, price(film).unlock.public_id, key="g1", to=cy)

    with pytest.raises(ledger.KeyReused):
        market.giving.give(ben, market.Seen(bundle, bundle.revision), key="g1", to=cy)
    with pytest.raises(ledger.KeyReused):
        market.buy_bundle(ben, bundle, key="g1", revision=bundle.revision)


@pytest.mark.parametrize("hx", [False, True])
def test_an_empty_wallet_leads_to_the_payment(app, as_ben, ben, cy, film, bundle, hx):
    app.config.update(GATEWAYS="bank", BANK_NAME="Weekmotion Ltd", BANK_IBAN="DE89370400440532013000")
    shown = as_ben.get(f"/bundles/{bundle.public_id}", hx=hx).text
    assert "Pay $6.00" in shown
    assert "Your wallet pays what it can" in as_ben.get(f"/buy/{film.public_id}/gift", hx=hx).text
    sent = {"key": "abcdefgh1", "offer": bundle.revision, "way": "bank"}
    given = {"key": "abcdefgh2", "offer": price(film).rental.public_id, "way": "bank", "to": "@cy"}

    for where, said in ((f"/bundles/{bundle.public_id}/checkout", sent), (f"/buy/{film.public_id}/gift", given)):
        first, again = (as_ben.post(where, data=said) for _ in range(2))
        assert (first.status_code, first.headers["Location"]) == (303, again.headers["Location"])
        assert "/payments/" in first.headers["Location"]
    refused = as_ben.post(
        f"/bundles/{bundle.public_id}/checkout", data=sent | {"key": "abcdefgh3", "offer": "x"}, hx=hx
    )

    assert refused.status_code == 409
    assert [(each.kind, each.state) for each in market.bought_by(ben).items] == [
        ("gift", "pending"),
        ("bundle", "pending"),
    ]
    assert "No gifts yet" in as_ben.get("/gifts").text


@pytest.mark.parametrize("hx", [False, True])
def test_giving_a_bundle_and_a_rental_on_the_page(as_ben, as_cy, ben, cy, film, bundle, give, hx):
    give(ben)
    page = as_ben.get(f"/buy/{film.public_id}/gift", hx=hx).text
    assert all(each in page for each in ("To keep", "For 48 hours, from when it is opened"))
    said = {"key": "abcdefgh1", "to": "@cy", "offer": price(film).rental.public_id}
    as_ben.post(f"/buy/{film.public_id}/gift", data=said, hx=hx)
    said = {"key": "abcdefgh2", "to": "@cy", "offer": bundle.revision}
    as_ben.post(f"/bundles/{bundle.public_id}/gift", data=said, hx=hx)

    two, one = market.gifts.waiting_for(cy)
    assert "They begin when you open it" in as_cy.get(f"/gifts/{one.token}").text
    assert "One" in as_cy.get(f"/gifts/{two.token}").text
    assert as_cy.post(f"/gifts/{two.token}").headers["Location"] == "/library/unlocked"
    assert as_cy.post(f"/gifts/{one.token}").status_code == 303
    assert ledger.wallet(ben.id).available == 5000 - 800
