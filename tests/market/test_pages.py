"""The locked page, and paying on it."""

import re

from wm.domains import content, ledger, market


def form_of(html, kind="unlock"):
    found = re.search(rf'<form class="door-way" id="way-{kind}".*?</form>', html, re.DOTALL)[0]
    return dict(re.findall(r'name="(offer|key)" value="([^"]+)"', found))


def test_a_locked_film_shows_its_door_and_no_address_of_the_film(as_ben, film):
    html = as_ben.get(f"/watch/{film.public_id}").text

    assert "This film is locked" in html
    assert "$5.00" in html
    assert "<film-player" not in html
    assert "master.m3u8" not in html
    assert as_ben.get(f"/watch/{film.public_id}/source").status_code == 402


def test_paying_swaps_the_player_in(as_ben, ben, film, give):
    give(ben)
    page = as_ben.get(f"/watch/{film.public_id}").text

    answer = as_ben.post(f"/buy/{film.public_id}", data=form_of(page), hx=True)

    assert answer.status_code == 200
    assert 'id="screen"' in answer.text
    assert "<film-player" in answer.text
    assert "data-play" in answer.text
    assert ledger.wallet(ben.id).available == 4500


def test_without_javascript_the_page_comes_back_open(as_ben, ben, film, give):
    give(ben)
    page = as_ben.get(f"/watch/{film.public_id}").text

    answer = as_ben.post(f"/buy/{film.public_id}", data=form_of(page))

    assert (answer.status_code, answer.location) == (303, f"/watch/{film.public_id}")
    assert "<film-player" in as_ben.get(answer.location).text


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
