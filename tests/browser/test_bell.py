"""The bell: what one person does moves the number on the page of another, at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, PLAIN
from tests.browser.looking import AXE
from tests.films import published
from wm.domains import content, engagement, graph, notifications
from wm.domains.notifications import Tiding
from wm.kernel.db import transaction

ONE = "Notifications, 1 unread"


def listening(page):
    """Wait until the page hears what happens to its person."""
    with page.expect_response("**/live/me"):
        page.goto("/search")
    page.wait_for_timeout(300)
    return page


def test_a_follow_in_one_browser_moves_the_bell_in_another(visitor, ada, ben):
    adas, bens = listening(visitor(DESK, person=ada)), visitor(DESK, person=ben)
    expect(adas.locator(".bell-face")).to_have_accessible_name("Notifications")

    bens.goto(f"/@{ada.handle}")
    bens.get_by_role("button", name=re.compile("^Follow")).first.click()

    expect(adas.locator(".bell-face")).to_have_accessible_name(ONE)


def test_the_bell_goes_on_while_one_browses_and_empties_when_all_is_read(visitor, ada, ben, cy):
    page, other = listening(visitor(DESK, person=ada)), listening(visitor(PHONE, person=ada))
    page.locator(".bar .brand").click()
    expect(page).to_have_url(re.compile("/$"))

    with transaction():
        graph.follow(ben, ada)
    expect(page.locator(".bell-face")).to_have_accessible_name(ONE)
    page.locator(".bell-face").click()
    page.get_by_role("link", name="See all").click()
    expect(page.get_by_text("Ben Hart followed you")).to_be_visible()
    page.get_by_role("button", name="Mark all read").click()

    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
    expect(other.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name=ONE)).to_be_visible()
    expect(other.get_by_role("link", name=ONE)).to_be_visible()


def test_on_a_desk_the_bell_opens_a_panel(visitor, ada, ben):
    piece = published(ada, "How a river remembers")
    with transaction():
        notifications.tell(ada, Tiding("liked", ben.id, "content", piece.id, piece.id))
    page = listening(visitor(DESK, person=ada))
    bell = page.locator(".bell-face")

    bell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Ben Hart liked"))).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".bell-number")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="See all")).to_be_hidden()
    expect(bell).to_be_focused()

    with transaction():
        graph.follow(ben, ada)
    expect(page.locator(".bell-number")).to_have_text("1")
    bell.click()
    page.get_by_role("button", name=re.compile("Ben Hart followed you")).click()
    expect(page).to_have_url(re.compile("/@ben$"))
    expect(page.get_by_role("link", name="See all")).to_be_hidden()


def test_on_a_phone_the_bell_is_a_link(visitor, ada):
    page = listening(visitor(PHONE, person=ada))

    page.get_by_role("link", name="Notifications", exact=True).click()

    expect(page).to_have_url(re.compile("/notifications$"))
    expect(page.get_by_text("Nothing has happened yet")).to_be_visible()


def test_without_javascript_the_bell_is_a_link_with_a_number(visitor, ada, ben):
    piece = published(ada, "How a river remembers")
    with transaction():
        notifications.tell(ada, Tiding("liked", ben.id, "content", piece.id, piece.id))
    page = visitor(PLAIN, person=ada)
    page.goto("/search")

    page.get_by_role("link", name=ONE).click()
    page.get_by_role("button", name=re.compile("Ben Hart liked")).click()

    expect(page).to_have_url(re.compile(f"/watch/{piece.public_id}$"))
    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()


@pytest.mark.parametrize(("profile", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"])
def test_axe_finds_nothing_to_complain_about(visitor, ada, ben, cy, profile, scheme):
    piece, found = published(ada, "How a river remembers"), []
    with transaction():
        for who in (ben, cy):
            notifications.tell(ada, Tiding("liked", who.id, "content", piece.id, piece.id))
        notifications.tell(ada, Tiding("followed", ben.id, "person", ada.id))
        engagement.like(ada, content.with_row_id(piece.id))
    page = visitor(profile | {"color_scheme": scheme, "reduced_motion": "reduce"}, person=ada)
    if profile is DESK:
        page.goto("/search")
        page.locator(".bell-face").click()
        expect(page.get_by_role("link", name="See all")).to_be_visible()
        page.evaluate(AXE)
        found += page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]

    for path in ("/notifications", "/settings/notifications", "/activity", "/activity/mine?kind=likes"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        page.evaluate(AXE)
        said = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        found += [f"{path}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in said]

    assert found == []
