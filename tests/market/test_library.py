"""The library of what is open: why, until when, and what ran out."""

from datetime import timedelta

import pytest

from wm.domains import entitlements, market
from wm.kernel import clock
from wm.kernel.db import db


@pytest.mark.parametrize("hx", [True, False])
def test_what_is_open_says_why_and_until_when(as_ben, ben, film, give, hx):
    assert "unlocked" in as_ben.get("/library/unlocked", hx=hx).text.lower()
    give(ben)
    market.buy(ben, market.prices_of(film).rental.public_id, key="k1")
    db.session.commit()

    html = as_ben.get("/library/unlocked", hx=hx).text

    assert "The long dune" in html
    assert "Rented · until" in html


def test_a_rental_that_ran_out_stands_below(as_ben, ben, film, give):
    give(ben)
    market.buy(ben, market.prices_of(film).rental.public_id, key="k1")
    db.session.commit()
    clock.shift(timedelta(hours=48, seconds=1))

    html = as_ben.get("/library/unlocked").text

    assert "Not open any more" in html
    assert f"/buy/{film.public_id}" in html
    assert "<film-player" not in as_ben.get(f"/watch/{film.public_id}").text


@pytest.mark.once
def test_a_membership_stands_with_its_creator(as_ben, ada, ben):
    right = {"scope": "creator", "scope_id": ada.id, "source": "membership", "source_ref": "m1", "level": 2}
    entitlements.grant(ben.id, **right, until=clock.now() + timedelta(days=30))
    db.session.commit()

    html = as_ben.get("/library/unlocked").text

    assert "You are a member of" in html
    assert ada.name in html


@pytest.mark.once
def test_only_what_is_ones_own(as_cy, ben, film, give):
    give(ben)
    market.buy(ben, market.prices_of(film).unlock.public_id, key="k1")
    db.session.commit()

    assert "The long dune" not in as_cy.get("/library/unlocked").text
