"""Playlists on pages: made, filled from a film's page, put in order, played through."""

import re

import pytest

from tests.films import published
from wm.domains import content, playlists
from wm.domains.playlists import PlaylistItem
from wm.kernel.db import db

MOVED = 303


@pytest.fixture
def films(ada):
    return [published(ada, f"Film {number}") for number in range(3)]


@pytest.fixture
def evening(ben, films):
    playlist = playlists.make(ben, "For an evening", "public")
    for film in films:
        playlists.add(playlist, film)
    db.session.commit()
    return playlist


def address(playlist, *more):
    return "/".join(("/playlists", playlist.public_id, *more))


def order(html):
    return re.findall(r'<li class="item"[^>]*>.*?<b>(Film \d)</b>', html, re.DOTALL)


def items():
    db.session.expire_all()
    return db.session.scalar(db.select(db.func.count(PlaylistItem.id)))


@pytest.mark.once
def test_a_playlist_is_a_page_with_play_all(client, evening, films):
    html = client.get(address(evening)).text

    assert "<h1>For an evening</h1>" in html
    assert order(html) == ["Film 0", "Film 1", "Film 2"]
    assert re.search(rf'href="/watch/{films[0].public_id}\?list={evening.public_id}"[^>]*>.*?Play all', html, re.DOTALL)
    assert "Take" not in html


@pytest.mark.once
def test_htmx_gets_the_films_alone(client, evening):
    part = client.get(address(evening), hx=True).text

    assert part.strip().startswith('<ol class="items" id="playlist-items">')


def test_it_is_played_through_beside_the_film(client, evening, films):
    html = client.get(f"/watch/{films[1].public_id}?list={evening.public_id}").text

    assert "Film 2 of 3 · next: Film 2" in html
    assert re.search(rf'data-next[^>]* href="/watch/{films[2].public_id}\?list={evening.public_id}"', html)


@pytest.mark.once
@pytest.mark.parametrize("asked", ["nothing", "%00", "ж"])
def test_a_list_that_is_none_leaves_the_film_alone(client, films, asked):
    answer = client.get(f"/watch/{films[1].public_id}?list={asked}")

    assert answer.status_code == 200
    assert "film-queue" not in answer.text.split("</head>")[1]


@pytest.mark.once
def test_a_private_list_shows_nothing_to_others(client, as_ben, ben, films):
    secret = playlists.make(ben, "Mine alone")
    playlists.add(secret, films[0])

    assert client.get(address(secret)).status_code == 404
    assert "Mine alone" not in client.get(f"/watch/{films[0].public_id}?list={secret.public_id}").text
    assert "Mine alone" not in client.get("/@ben/playlists").text
    assert "Mine alone" in as_ben.get("/@ben/playlists").text


def test_films_move_with_plain_buttons(as_ben, evening, films):
    answer = as_ben.post(address(evening, "films", films[2].public_id, "up"))
    assert (answer.status_code, answer.location) == (MOVED, address(evening))
    assert order(as_ben.get(address(evening)).text) == ["Film 0", "Film 2", "Film 1"]

    part = as_ben.post(address(evening, "films", films[0].public_id, "down"), hx=True).text

    assert order(part) == ["Film 2", "Film 0", "Film 1"]


def test_a_film_taken_out_can_come_back(as_ben, evening, films):
    out = as_ben.post(address(evening, "films", films[1].public_id, "removal"), hx=True).text
    assert "is out of this playlist" in out
    position = re.search(r'name="position" value="(\d+)"', out)[1]

    back = as_ben.post(address(evening, "films", films[1].public_id, "return"), data={"position": position}, hx=True)

    assert order(back.text) == ["Film 0", "Film 1", "Film 2"]


@pytest.mark.once
def test_nobody_else_changes_it(as_cy, client, evening, films):
    deeds = [f"films/{films[1].public_id}/{name}" for name in ("up", "down", "removal", "return")]
    for name in ("edit", "removal", "return", *deeds):
        assert as_cy.post(address(evening, name), data={"title": "Mine"}).status_code == 404
        assert client.post(address(evening, name)).location.startswith("/sign-in")

    assert order(client.get(address(evening)).text) == ["Film 0", "Film 1", "Film 2"]
    assert as_cy.get(address(evening, "edit")).status_code == 404


def test_a_playlist_is_made_edited_removed_and_brought_back(as_ben, client):
    refused = as_ben.post("/playlists/new", data={"title": " ", "visibility": "public"})
    assert refused.status_code == 422
    made = as_ben.post("/playlists/new", data={"title": "Rain", "description": "Slow", "visibility": "public"}).location
    assert "Slow" in client.get(made).text
    as_ben.post(f"{made}/edit", data={"title": "Rain and wind", "visibility": "unlisted"})
    assert "Rain and wind" in client.get(made).text
    assert "Rain and wind" not in client.get("/@ben/playlists").text

    gone = as_ben.post(f"{made}/removal").location
    assert client.get(made).status_code == 404
    assert "Undo" in as_ben.get(gone).text
    as_ben.post(f"{made}/return")

    assert client.get(made).status_code == 200


def test_the_panel_under_a_film_fills_watch_later(as_ben, ben, films):
    where = f"/library/places/{films[0].public_id}"
    panel = as_ben.get(where, hx=True).text
    assert panel.strip().startswith('<div class="places" id="places">')
    assert "Watch later" in panel

    added = as_ben.post(f"{where}/playlists/later", hx=True).text
    assert "Added to “Watch later”." in added
    assert re.search(r'aria-pressed="true">.*?Watch later', added, re.DOTALL)
    as_ben.post(f"{where}/playlists/later/removal")

    assert items() == 0


def test_a_new_playlist_and_a_new_collection_begin_with_the_film(as_ben, ben, films):
    where = f"/library/places/{films[0].public_id}"

    assert as_ben.post(where, data={"name": "Rain", "what": "playlist"}).status_code == MOVED
    as_ben.post(where, data={"name": "Ideas", "what": "collection"}, hx=True)

    panel = as_ben.get(where).text
    assert re.findall(r'aria-pressed="true"><svg.*?<span>(.*?)</span>', panel) == ["Rain", "Ideas"]


@pytest.mark.once
def test_the_panel_of_an_article_offers_no_playlists(as_ben, ada):
    article = content.draft(ada, "Words", kind="article", body="Words")
    content.publish(article)
    where = f"/library/places/{article.public_id}"

    assert "Watch later" not in as_ben.get(where).text
    assert as_ben.post(f"{where}/playlists/later").status_code == 409
    assert items() == 0


@pytest.mark.once
def test_what_one_may_not_see_one_can_not_keep(as_cy, ada):
    private = published(ada, "For nobody", visibility="private")
    where = f"/library/places/{private.public_id}"

    assert as_cy.get(where).status_code == 404
    for place in ("playlists/later", "collections/saved"):
        assert as_cy.post(f"{where}/{place}").status_code == 404
    assert items() == 0


def test_an_old_handle_leads_to_the_new_one(client, ben, evening):
    assert "For an evening" in client.get("/@ben/playlists").text
    assert client.get("/@nobody/playlists").status_code == 404
    assert "<html" not in client.get("/@ben/playlists", hx=True).text


@pytest.mark.once
def test_a_long_playlist_costs_no_more_statements(client, evening, ada, statements):
    client.get(address(evening))
    statements.clear()
    client.get(address(evening))
    few = len(statements)
    for number in range(10):
        playlists.add(evening, published(ada, f"More {number}"))
    db.session.commit()
    statements.clear()

    client.get(address(evening))

    assert len(statements) <= few


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_an_empty_title_is_answered_at_its_field_and_nothing_is_lost(as_ben, ben, hx):
    words = {"title": "  ", "description": "For long evenings", "visibility": "unlisted"}

    answer = as_ben.post("/playlists/new", data=words, hx=hx)

    assert answer.status_code == 422
    assert "Give the playlist a title." in answer.text
    assert "For long evenings" in answer.text
    assert re.search(r'checked[^>]*value="unlisted"', answer.text)
    assert playlists.by_person(ben, ben) == []
