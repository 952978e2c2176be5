"""The locked page, and paying on it."""

import re

import pytest

from tests.films import published
from wm.domains import content, ledger, market
from wm.kernel.db import db


def form_of(html, kind="unlock"):
    found = re.search(rf'<form class="door-way" id="way-{kind}".*?</form>', html, re.DOTALL)[0]
    return dict(re.findall(r'name="(offer|key)" value="([^"]+)"', found))


@pytest.mark.once
def test_a_locked_film_shows_its_door_and_no_address_of_the_film(as_ben, film):
    html = as_ben.get(f"/watch/{film.public_id}").text

    assert "This film is locked" in html
    assert "$5.00" in html
    assert "<film-player" not in html
    assert "master.m3u8" not in html
    assert as_ben.get(f"/watch/{film.public_id}/source").status_code == 402


@pytest.mark.once
def test_paying_swaps_the_player_in(as_ben, ben, film, give):
    give(ben)
    page = as_ben.get(f"/watch/{film.public_id}").text

    answer = as_ben.post(f"/buy/{film.public_id}", data=form_of(page), hx=True)

    assert answer.status_code == 200
    assert 'id="screen"' in answer.text
    assert "<film-player" in answer.text
    assert "data-play" in answer.text
    assert ledger.wallet(ben.id).available == 4500


@pytest.mark.once
def test_without_javascript_the_page_comes_back_open(as_ben, ben, film, give):
    give(ben)
    page = as_ben.get(f"/watch/{film.public_id}").text

    answer = as_ben.post(f"/buy/{film.public_id}", data=form_of(page))

    assert (answer.status_code, answer.location) == (303, f"/watch/{film.public_id}")
    assert "<film-player" in as_ben.get(answer.location).text


@pytest.mark.once
def test_too_little_money_says_what_is_missing(as_ben, ben, film, give):
    give(ben, 300)
    page = as_ben.get(f"/watch/{film.public_id}").text
    assert "$2.00" in page

    for hx in (True, False):
        answer = as_ben.post(f"/buy/{film.public_id}", data=form_of(page), hx=hx)
        assert answer.status_code == 402
        assert "not enough in the wallet" in answer.text
        assert ("<html" in answer.text) is not hx

    assert not content.opens(film, ben)
    assert market.bought_by(ben).items == []


@pytest.mark.once
@pytest.mark.parametrize("kind", ["article", "update", "resource"])
def test_what_is_read_opens_on_its_page(as_ben, ada, ben, give, kind):
    give(ben)
    piece = content.draft(ada, "How dunes move", kind=kind, body="Free.\n\n<!-- more -->\n\nThe paid rest.")
    content.publish(piece)
    market.set_prices(piece, unlock=150)
    page = as_ben.get(f"/read/{piece.public_id}").text

    answer = as_ben.post(f"/buy/{piece.public_id}", data=form_of(page), hx=True)

    assert answer.status_code == 200
    assert 'id="post"' in answer.text
    assert "The paid rest." in answer.text
    assert 'id="door"' not in answer.text


def test_a_second_press_of_the_button_pays_once(as_ben, ben, film, give):
    give(ben)
    form = form_of(as_ben.get(f"/watch/{film.public_id}").text)

    for _ in range(3):
        assert "<film-player" in as_ben.post(f"/buy/{film.public_id}", data=form, hx=True).text

    assert ledger.wallet(ben.id).available == 4500


@pytest.mark.once
def test_an_old_price_shows_the_new_one_and_charges_nothing(as_ben, ben, film, give):
    give(ben)
    form = form_of(as_ben.get(f"/watch/{film.public_id}").text)
    market.set_prices(content.with_row_id(film.id), unlock=700)

    answer = as_ben.post(f"/buy/{film.public_id}", data=form, hx=True)

    assert answer.status_code == 409
    assert "The price has changed" in answer.text
    assert "$7.00" in answer.text
    assert ledger.wallet(ben.id).available == 5000


HOSTILE = ("0", "-1", "0.00", "1e9", "NaN", "inf", "99999999999999999999", "1,000,000.00", "5;", "", " ", "٣", "1.999")


@pytest.mark.once
@pytest.mark.parametrize("amount", HOSTILE)
def test_hostile_amounts_move_nothing(as_ben, ada, ben, film, give, amount):
    give(ben)
    other = content.with_row_id(film.id)
    market.set_prices(other, unlock=500, is_floor=True)
    form = form_of(as_ben.get(f"/watch/{film.public_id}").text)

    answer = as_ben.post(f"/buy/{film.public_id}", data=form | {"amount": amount})

    assert answer.status_code in (402, 422)
    assert ledger.wallet(ben.id).available == 5000
    assert not content.opens(other, ben)


TAMPERED = (
    "price",
    "total",
    "currency",
    "seller",
    "seller_id",
    "buyer_id",
    "content_id",
    "state",
    "tax",
    "hours",
    "until",
)


@pytest.mark.once
def test_fields_that_nobody_asked_for_change_nothing(as_ben, ben, film, give):
    give(ben)
    form = form_of(as_ben.get(f"/watch/{film.public_id}").text)

    as_ben.post(f"/buy/{film.public_id}", data=form | dict.fromkeys(TAMPERED, "1"))

    sale = market.bought_by(ben).items[0]
    assert (sale.amount, sale.currency, sale.buyer_id, sale.until) == (500, "USD", ben.id, None)


@pytest.mark.once
@pytest.mark.parametrize("wrong", [{"offer": "nonsense"}, {"key": ""}, {"key": "x" * 99}, {"amount": "1"}])
def test_a_form_that_was_tampered_with_is_refused(as_ben, ben, film, give, wrong):
    give(ben)
    form = form_of(as_ben.get(f"/watch/{film.public_id}").text)

    assert as_ben.post(f"/buy/{film.public_id}", data=form | wrong).status_code in (404, 422)
    assert ledger.wallet(ben.id).available == 5000


@pytest.mark.parametrize("hx", [True, False])
def test_the_trailer_plays_before_the_lock_and_brings_nothing_of_the_film(as_ada, client, ada, film, hx):
    trailer = published(ada, "A minute of dunes")
    content.set_trailer(film, trailer.public_id, ada)
    db.session.commit()

    html = client.get(f"/watch/{film.public_id}", hx=hx).text

    assert html.count("<film-player") == 1
    assert f'data-film="{trailer.public_id}"' in html
    folders = set(re.findall(r"/([^/\s\"]+)/(?:master\.m3u8|film\.mp4)", html))
    trailer = content.with_row_id(trailer.id)
    assert folders == {trailer.film.key}
    assert 'id="film"' not in html
    assert "This film is locked" in html

    content.edit(trailer, visibility="private")
    db.session.commit()
    assert "<film-player" not in client.get(f"/watch/{film.public_id}", hx=hx).text
