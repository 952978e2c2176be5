"""The menu of a card in a real browser: it opens in place, keeps the focus, goes with Escape; without JavaScript it is a page."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESK, MOVING, PHONE, PLAIN
from tests.browser.watching import holds
from tests.films import published
from wm.domains import comments, content, engagement
from wm.kernel import zones
from wm.kernel.db import db, transaction


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


def test_the_menus_of_a_list_that_was_brought_back_open_as_before(visitor, app, ada, ben):
    """One that was opened stays, and folds; one that was not opens in its place; what was done in it is not forgotten."""
    for title in ("A river film", "Another"):
        published(ada, title)
    page = visitor(PHONE | MOVING, person=ben)
    page.goto("/feed/latest")
    page.get_by_role("link", name="More about this").first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")

    page.get_by_role("link", name="Another").click()
    expect(page).to_have_url(re.compile("/watch/"))
    page.go_back()
    expect(page).to_have_url(re.compile("/feed/latest$"))

    page.get_by_role("link", name="More about this").click()
    expect(page.locator(".feed-menu[open]")).to_have_count(1)
    page.get_by_role("button", name="Like", exact=True).click()
    expect(page.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("/feed/latest$"))
    page.keyboard.press("Escape")
    page.locator("summary[aria-label='More about this']").first.click()
    expect(page.get_by_role("button", name="Save")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile("/feed/latest$"))


SLOW_TRANSITIONS = """() => {
  const start = document.startViewTransition.bind(document);
  document.startViewTransition = (draw) => start(async () => {
    await new Promise((done) => setTimeout(done, 1000));
    await draw();
  });
}"""


def test_who_goes_back_before_a_page_has_been_drawn_stays_there(visitor, app, ada, ben):
    published(ada, "A river film")
    page = visitor(PHONE | MOVING, person=ben)
    page.goto("/feed/latest")
    page.evaluate(SLOW_TRANSITIONS)

    page.get_by_role("link", name="A river film").click()
    expect(page).to_have_url(re.compile("/watch/"))
    page.go_back()
    expect(page).to_have_url(re.compile("/feed/latest$"))
    page.wait_for_timeout(2500)

    expect(page.get_by_role("link", name="More about this")).to_be_visible()
    expect(page).to_have_title(re.compile("Latest|Feed"))
    page.get_by_role("link", name="A river film").click()
    expect(page.locator("#film")).to_be_visible()


def test_a_visitor_reads_on_hover_when_something_was_said_by_their_own_clock(visitor, app, ada, ben):
    piece = published(ada, "A river film")
    with transaction():
        said = comments.post(piece, ben, "Well seen").created_at
    page = visitor(DESK | {"timezone_id": "Asia/Kolkata"})
    page.goto(f"/watch/{piece.public_id}")
    moment = page.locator("#comments time").first
    expect(moment).to_have_attribute("title", re.compile(" UTC$"))

    moment.hover()

    expect(moment).to_have_attribute("title", re.compile(f", {zones.local(said, 'Asia/Kolkata'):%H:%M}$"))


PREVIEW = "film-preview video"


def test_a_card_moves_when_the_mouse_rests_on_it(visitor, ada, real_film):
    film, asked = real_film.show(ada, "A river film"), []
    with transaction():
        content.set_lock(real_film.show(ada, "A locked film"), by_sale=True, price=500)
    page = visitor(DESK | MOVING)
    page.on("request", lambda request: asked.append(request.url) if "preview.mp4" in request.url else None)
    page.goto("/")
    holds(page, "Boolean(customElements.get('film-preview'))")
    card, locked = (page.locator(".card", has_text=title) for title in (film.title, "A locked film"))
    assert locked.locator("film-preview").count() == 0

    card.hover()
    assert asked == []
    expect(card.locator(f"{PREVIEW}[data-plays]")).to_have_count(1)
    assert card.locator("video").evaluate("video => [video.muted, video.loop, video.videoWidth]") == [True, True, 320]
    locked.hover()
    expect(page.locator(PREVIEW)).to_have_count(0)

    card.get_by_role("link", name=film.title).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card.locator(f"{PREVIEW}[data-plays]")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.locator(PREVIEW)).to_have_count(0)
    page.emulate_media(reduced_motion="reduce")
    card.hover()
    page.wait_for_timeout(600)
    assert page.locator(PREVIEW).count() == 0
