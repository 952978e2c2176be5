"""Prices in the studio: what a creator sets, and what everybody sees of it."""

import pytest

from tests.films import published
from wm.domains import content, market
from wm.kernel.db import db


@pytest.fixture
def piece(ada):
    return published(ada, "The long dune")


@pytest.mark.parametrize("hx", [True, False])
def test_a_price_is_set_in_the_studio(as_ada, piece, hx):
    answer = as_ada.post(
        f"/studio/pieces/{piece.public_id}/price", data={"unlock": "5", "rental": "1.50", "is_floor": "y"}, hx=hx
    )

    assert answer.status_code == (200 if hx else 303)
    now = market.prices_of(piece)
    assert (now.unlock.amount, now.unlock.is_floor, now.rental.amount) == (500, True, 150)
    assert content.lock_of(piece).price == 150


@pytest.mark.once
@pytest.mark.parametrize("wrong", ["0.10", "-5", "abc", "1e3", "99999999", "1.234"])
def test_a_price_that_is_none_is_refused_in_place(as_ada, piece, wrong):
    answer = as_ada.post(f"/studio/pieces/{piece.public_id}/price", data={"unlock": wrong}, hx=True)

    assert answer.status_code == 422
    assert wrong in answer.text
    assert market.prices_of(piece).all == []


@pytest.mark.once
def test_an_empty_price_opens_it_again(as_ada, piece, client):
    market.set_prices(piece, unlock=500)
    db.session.commit()
    assert "<film-player" not in client.get(f"/watch/{piece.public_id}").text

    as_ada.post(f"/studio/pieces/{piece.public_id}/price", data={"unlock": ""})

    assert "<film-player" in client.get(f"/watch/{piece.public_id}").text


@pytest.mark.once
def test_only_its_maker_sets_a_price(as_ben, piece):
    assert as_ben.post(f"/studio/pieces/{piece.public_id}/price", data={"unlock": "5"}).status_code == 404
    assert as_ben.get(f"/studio/pieces/{piece.public_id}/price").status_code == 404


def test_the_list_of_prices(as_ada, ada, piece):
    assert "Nothing of yours costs anything" in as_ada.get("/studio/prices").text
    market.set_prices(content.with_row_id(piece.id), unlock=500)
    db.session.commit()

    html = as_ada.get("/studio/prices").text

    assert "The long dune" in html
    assert "$5.00" in html


def test_links_to_a_locked_film_live_for_minutes_and_to_its_poster_long(piece):
    open_key = piece.film.key
    assert (piece.film.is_open, piece.film.is_shown) == (True, True)

    market.set_prices(piece, unlock=500)
    assert (piece.film.is_open, piece.film.is_shown) == (False, True)

    market.set_prices(piece)
    assert (piece.film.is_open, piece.film.is_shown) == (True, True)
    assert piece.film.key == open_key


@pytest.mark.once
def test_the_signature_of_a_poster_opens_nothing_else(client, piece):
    market.set_prices(piece, unlock=500)
    poster = piece.film.url("poster.webp").split("?")[0]

    for name in ("master.m3u8", "film.mp4", "storyboard.vtt"):
        assert client.get(poster.replace("poster.webp", name)).status_code == 404
        assert client.get(poster.replace("face/poster.webp", name)).status_code == 404


def test_what_costs_something_tells_no_tags_of_its_paid_part(ada):
    body = "Free #river\n\n<!-- more -->\n\nPaid #treasure"
    piece = content.draft(ada, "Silt", kind="article", body=body, tags=["mud"])
    assert piece.tags == ["mud", "river", "treasure"]

    market.set_prices(piece, unlock=500)
    assert piece.tags == ["mud", "river"]
    content.edit(piece, body=body.replace("#treasure", "#gold #mud"))
    assert piece.tags == ["mud", "river"]

    db.session.commit()
    db.session.expunge_all()
    market.set_prices(content.in_order([piece.id])[0])
    piece = content.with_row_id(piece.id)
    assert piece.tags == ["mud", "river", "gold"]


def test_a_tag_that_was_typed_stays_though_the_paid_part_has_it_too(ada):
    body = "Free #river\n\n<!-- more -->\n\nPaid #mud #treasure"
    piece = content.draft(ada, "Silt", kind="article", body=body, tags=["mud"])
    content.edit(piece, tags=piece.tags)

    market.set_prices(piece, unlock=500)
    assert piece.tags == ["mud", "river"]
    content.edit(piece, body=body.replace("Free", "Free #mud"))
    content.edit(piece, body=body)
    assert piece.tags == ["mud", "river"]
    content.edit(piece, tags=["silt"])
    assert piece.tags == ["silt", "river"]
