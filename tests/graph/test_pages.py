"""Following, blocking and muting on the pages, with htmx and without."""

import pytest

from tests.films import published
from wm.domains import categories, content, discovery, graph
from wm.kernel.db import db

MOVED = 303


def test_a_button_follows_and_unfollows_without_javascript(as_ben, ben, ada):
    assert 'action="/@ada/follow"' in as_ben.get("/@ada").text

    answer = as_ben.post("/@ada/follow")
    assert (answer.status_code, answer.location) == (MOVED, "/@ada")
    assert graph.follows(ben, ada.id)
    assert 'action="/@ada/follow/removal"' in as_ben.get("/@ada").text

    as_ben.post("/@ada/follow/removal", data={"next": "/watch/x"})
    db.session.expire_all()
    assert not graph.follows(ben, ada.id)


@pytest.mark.once
def test_htmx_gets_the_button_alone(as_ben, ada):
    answer = as_ben.post("/@ada/follow", hx=True, data={"next": "/@ada"})

    assert answer.text.strip().startswith(f'<form class="follow" id="follow-{ada.public_id}"')
    assert 'aria-pressed="true"' in answer.text
    assert 'value="/@ada"' in answer.text


@pytest.mark.once
def test_a_visitor_is_led_to_sign_in(client, ada):
    assert 'href="/sign-in?next=/@ada"' in client.get("/@ada").text
    assert client.post("/@ada/follow").status_code in (MOVED, 401)


@pytest.mark.once
def test_a_film_has_the_button_of_its_maker(as_ben, as_ada, ada):
    film = published(ada)

    assert 'action="/@ada/follow"' in as_ben.get(f"/watch/{film.public_id}").text
    assert 'action="/@ada/follow"' not in as_ada.get(f"/watch/{film.public_id}").text


@pytest.mark.once
def test_nobody_follows_themselves(as_ada, ada, run_jobs):
    assert as_ada.post("/@ada/follow").status_code == 422
    assert not graph.follows(ada, ada.id)


@pytest.mark.parametrize(
    "path",
    ["/@ada", "/@ada/posts", "/@ada/courses", "/@ada/about", "/@ada/playlists", "/@ada/followers", "/@ada/following"],
)
def test_a_block_hides_the_pages_both_ways(as_ben, as_cy, ben, ada, path):
    published(ada)
    published(ben)
    assert as_ben.get(path).status_code == 200

    graph.block(ada, ben)
    db.session.commit()

    assert as_ben.get(path).status_code == 404
    assert as_cy.get(path).status_code == 200
    for deed in ("follow", "mute", "block", "follow/removal"):
        assert as_ben.post(f"/@ada/{deed}").status_code == 404


def test_whoever_blocks_finds_them_in_the_settings_and_lets_them_back(as_ada, ada, ben):
    answer = as_ada.post("/@ben/block")
    assert (answer.status_code, answer.location) == (MOVED, "/settings/blocked")
    assert as_ada.get("/@ben").status_code == 404
    assert "@ben" in as_ada.get("/settings/blocked").text
    assert "@ben" not in as_ada.get("/settings/muted").text

    answer = as_ada.post("/settings/blocked/ben/removal", hx=True)

    assert "Nobody is blocked" in answer.text
    assert "Ben Hart is back." in answer.text
    assert as_ada.get("/@ben").status_code == 200


@pytest.mark.once
def test_the_settings_tell_nobody_who_blocked_them(as_ben, ada, ben):
    graph.mute(ben, ada)
    graph.block(ada, ben)
    db.session.commit()

    assert "@ada" not in as_ben.get("/settings/muted").text
    assert as_ben.post("/settings/blocked/ada/removal").status_code == 404


def test_a_mute_is_made_and_taken_back_in_the_menu(as_ben, ben, ada):
    answer = as_ben.post("/@ada/mute", hx=True)
    assert 'action="/@ada/mute/removal"' in answer.text
    assert "kept out of your feed" in answer.text
    assert "@ada" in as_ben.get("/settings/muted").text

    answer = as_ben.post("/settings/muted/ada/removal")
    assert answer.location == "/settings/muted"
    db.session.expire_all()
    assert not graph.mutes(ben, ada.id)


def test_followers_come_in_pages_without_the_hidden(as_ben, client, ada, ben, cy, mo, monkeypatch):
    for person in (ben, cy, mo):
        graph.follow(person, ada)
    graph.block(cy, ben)
    db.session.commit()

    assert [each.handle for each in graph.followers(ada, mo).items] == ["mo", "cy", "ben"]
    shown = as_ben.get("/@ada/followers").text
    assert "@mo" in shown
    assert "@cy" not in shown

    first = graph.followers(ada, mo, size=2)
    second = graph.followers(ada, mo, first.next, size=2)
    assert [each.handle for each in (*first.items, *second.items)] == ["mo", "cy", "ben"]
    assert second.next is None


def test_a_list_of_followers_takes_the_same_statements_however_long(as_mo, ada, ben, cy, mo, ruth, statements):
    graph.follow(ben, ada)
    as_mo.get("/@ada/followers")
    statements.clear()
    as_mo.get("/@ada/followers")
    few = len(statements)

    for person in (cy, mo, ruth):
        graph.follow(person, ada)
    db.session.commit()
    statements.clear()
    as_mo.get("/@ada/followers")

    assert len(statements) == few


def test_search_and_suggestions_leave_hidden_people_out(as_ben, ben, ada, cy):
    published(ada)
    assert "@ada" in as_ben.get("/search?q=ada").text
    assert ada in discovery.suggested_people(ben)

    graph.block(ada, ben)
    db.session.commit()

    assert "@ada" not in as_ben.get("/search?q=ada").text
    assert ada not in discovery.suggested_people(ben)


def test_friends_of_friends_are_suggested_first(ada, ben, cy, mo, ruth):
    graph.follow(ben, ada)
    graph.follow(ada, cy)
    db.session.commit()

    suggested = discovery.suggested_people(ben)

    assert suggested[0] == cy
    assert ada not in suggested
    assert ben not in suggested


@pytest.mark.once
def test_the_rail_shows_whom_one_follows(as_ben, ben, ada):
    categories.plant_first()
    graph.follow(ben, ada)
    db.session.commit()

    rail = as_ben.get("/").text.split('class="rail"')[1].split("</nav>")[0]

    assert 'href="/@ada"' in rail


@pytest.mark.once
def test_a_piece_is_pinned_by_its_maker_alone(as_ada, as_ben, client, ada, ben):
    river, other = published(ada, "River"), published(ben, "Other")

    assert as_ada.post("/pin", data={"piece": other.public_id}).status_code == 404
    assert as_ada.post("/pin", data={"piece": river.public_id}).location == "/@ada"

    assert 'class="pinned"' in client.get("/@ada").text
    content.remove(content.own(river.public_id, ada))
    db.session.commit()
    assert 'class="pinned"' not in client.get("/@ada").text


@pytest.mark.once
def test_a_pin_is_taken_back(as_ada, client, ada):
    river = published(ada, "River")
    as_ada.post("/pin", data={"piece": river.public_id})

    answer = as_ada.post("/pin", data={"piece": ""}, hx=True)

    assert 'id="pinned"' in answer.text
    assert 'class="pinned"' not in client.get("/@ada").text
