"""The menu of a card in a real browser: it opens in place, keeps the focus, goes with Escape; without JavaScript it is a page."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, PLAIN
from tests.films import published
from wm.domains import engagement
from wm.kernel.db import db


def test_a_card_s_menu_opens_in_place_and_takes_back_what_it_did(visitor, app, ada, ben):
    piece = published(ada, "A river film")
    page = visitor(PHONE, person=ben)
    page.goto("/feed")

    page.get_by_role("link", name="More about this").focus()
    page.keyboard.press("Enter")
    save = page.get_by_role("button", name="Save")
    expect(save).to_be_focused()
    page.keyboard.press("Enter")
    expect(save).to_have_attribute("aria-pressed", "true")
    expect(save).to_be_focused()
    assert engagement.states(ben, [piece.id])[piece.id].saved

    page.get_by_role("button", name="Less like this").click()
    page.get_by_role("button", name="Undo: show such things again").click()
    expect(page.get_by_role("button", name="Less like this")).to_be_visible()

    page.keyboard.press("Escape")
    expect(save).to_be_hidden()
    expect(page.locator("summary[aria-label='More about this']")).to_be_focused()
    expect(page).to_have_url(re.compile("/feed$"))


def test_one_menu_closes_the_other_and_so_does_a_click_beside(visitor, app, ada, ben):
    for title in ("A river film", "Another"):
        published(ada, title)
    page = visitor(DESK, person=ben)
    page.goto("/feed/latest")
    opened = page.locator(".feed-menu[open]")

    page.get_by_role("link", name="More about this").first.click()
    expect(opened).to_have_count(1)
    page.get_by_role("link", name="More about this").first.click()
    expect(page.locator(".feed-menu")).to_have_count(2)
    expect(opened).to_have_count(1)
    page.locator(".feed-tabs").click(position={"x": 700, "y": 10})

    expect(opened).to_have_count(0)


def test_the_menu_is_a_page_without_javascript(visitor, app, ada, ben):
    piece = published(ada, "A river film")
    page = visitor(PLAIN, person=ben)
    page.goto("/feed")

    page.get_by_role("link", name="More about this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why is this here?")
    page.get_by_role("button", name="Watch later").click()

    expect(page.get_by_role("button", name="Watch later")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Kept to watch later.")).to_be_visible()
    db.session.rollback()
    assert page.url.endswith(f"/feed/why/{piece.public_id}")
