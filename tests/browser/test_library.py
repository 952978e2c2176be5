"""Liking, saving and playlists in a real browser: changed in place, chosen in a panel, played through."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.looking import faults_of, looker
from tests.films import published
from wm.domains import engagement, playlists
from wm.kernel.db import db, writing


@pytest.fixture
def films(app, live_server, ada):
    db.session.commit()
    with writing():
        return [
            published(ada, f"Film {number}: what the river leaves behind", minutes_ago=number) for number in range(4)
        ]


@pytest.fixture
def evening(ben, films):
    db.session.commit()
    with writing():  # the site's own workers write too: it takes its turn from the first statement
        playlist = playlists.make(ben, "For an evening", "public", "Slow ones first.")
        for film in films:
            playlists.add(playlist, film)
        db.session.commit()
    return playlist


def test_a_like_and_a_save_change_in_place(visitor, ben, films):
    page = visitor(DESK, person=ben)
    page.goto(f"/watch/{films[0].public_id}")

    page.get_by_role("button", name="Like, 0 likes").click()
    expect(page.get_by_role("button", name="Like, 1 like")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/watch/{films[0].public_id}$"))
    assert engagement.states(ben, [films[0].id])[films[0].id].saved


def test_the_panel_opens_under_the_film_and_keeps_open(visitor, ben, evening, films):
    page = visitor(DESK, person=ben)
    page.goto(f"/watch/{films[0].public_id}")

    page.locator("summary[title='Add to a playlist or a collection']").click()
    panel = page.locator("#places.places")
    panel.get_by_role("button", name="Watch later").click()
    expect(panel.get_by_role("button", name="Watch later")).to_have_attribute("aria-pressed", "true")
    panel.get_by_placeholder("Name of a new one").fill("Rain")
    panel.get_by_role("button", name="Playlist").click()

    expect(panel.get_by_role("button", name="Rain")).to_have_attribute("aria-pressed", "true")


def test_a_playlist_is_put_in_order_and_undone(visitor, ben, evening, films):
    page = visitor(DESK, person=ben)
    page.goto(f"/playlists/{evening.public_id}")

    page.get_by_role("button", name="Move “Film 2: what the river leaves behind” up").click()
    expect(page.locator(".item").nth(1)).to_contain_text("Film 2")
    page.get_by_role("button", name="Take “Film 2: what the river leaves behind” out").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".item").nth(1)).to_contain_text("Film 2")


def test_the_next_film_of_a_playlist_opens_at_the_end(visitor, ben, evening, films):
    page = visitor(DESK, person=ben)
    page.goto(f"/watch/{films[0].public_id}?list={evening.public_id}")
    expect(page.locator("film-queue")).to_contain_text("Film 1 of 4")
    page.wait_for_function("customElements.get('film-queue') && document.querySelector('film-player[awake]')")

    page.evaluate("document.querySelector('film-player video').dispatchEvent(new Event('ended'))")

    expect(page).to_have_url(re.compile(rf"/watch/{films[1].public_id}\?list={evening.public_id}$"))
    expect(page.locator("film-queue")).to_contain_text("Film 2 of 4")


def test_every_page_of_what_one_keeps_is_open_to_all(visitor, ben, evening, films):
    page = looker(visitor, ben)
    db.session.commit()
    with writing():
        ideas = engagement.save(ben, films[0])
        engagement.like(ben, films[0])
        engagement.pause_history(ben)
        db.session.commit()
    film, own = films[0].public_id, f"/playlists/{evening.public_id}"
    lists = (own, f"{own}/edit", "/@ben/playlists", f"/watch/{film}?list={evening.public_id}")

    kept = ["/library", "/saved", f"/saved/{ideas.public_id}", "/liked", f"/library/places/{film}", "/history"]

    assert faults_of(page, [*kept, *lists]) == []
