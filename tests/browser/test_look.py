"""The frame in a real browser: reachable for everybody, still while it loads, and back where one was."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.films import published
from wm.domains import categories
from wm.kernel.db import db, transaction, writing

AXE = (Path(__file__).parents[1] / "vendor/axe/axe.min.js").read_text()
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
SMALL = """
  () => [...document.querySelectorAll(".bar a, .bar summary, .bar input, .tabbar a, .button, .menu-item, .tab, .theme-choice")]
    .map((each) => [each.className, each.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 44 || box.height < 44))
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)
"""
PAGES = [
    "/",
    "/search",
    "/search?q=film",
    "/search?q=nothing-at-all",
    "/@ada",
    "/c/craft",
    "/sign-in",
    "/join",
    "/nothing-here",
]
PLACES = [*PAGES, "/settings/profile", "/settings/sessions", "/settings/theme"]


@pytest.fixture
def films(app, ada):
    """Forty films in a house with categories."""
    db.session.commit()
    with transaction():
        categories.plant([("craft", "Craft", "hand"), ("science", "Science", "flask")])
    for n in range(40):
        with writing():
            published(ada, f"Film {n}: four seasons on a river", minutes_ago=n)


def faults(page):
    page.evaluate(AXE)
    for menu in page.locator("details.menu").all():
        menu.evaluate("menu => { menu.open = true }")
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{page.url}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in found]


@pytest.mark.parametrize(("profile", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"])
def test_axe_finds_nothing_to_complain_about(visitor, films, ada, profile, scheme):
    still = profile | {"color_scheme": scheme, "reduced_motion": "reduce"}
    page, stranger, found = visitor(still, person=ada), visitor(still), []

    for somebody, paths in ((page, PLACES), (stranger, PAGES)):
        for path in paths:
            somebody.goto(path)
            found += faults(somebody)

    assert found == []


@pytest.mark.parametrize("profile", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_loads(visitor, films, profile):
    page = visitor(profile)
    page.add_init_script(SHIFTS)

    for path in PAGES:
        page.goto(path, wait_until="networkidle")

        assert page.evaluate("shifted") == 0, path


def test_what_one_touches_is_large_enough(visitor, films, ada):
    phone = visitor(PHONE, person=ada)

    for path in PLACES:
        phone.goto(path)

        assert phone.evaluate(SMALL) == [], path


def test_no_page_is_wider_than_a_small_phone(visitor, films, ada):
    phone = visitor(PHONE | {"viewport": {"width": 320, "height": 640}}, person=ada)

    for path in PLACES:
        phone.goto(path)

        assert phone.evaluate("document.documentElement.scrollWidth") == 320, path


def test_a_list_grows_while_one_reads_and_is_as_long_on_the_way_back(phone, films):
    phone.goto("/")
    cards = phone.locator(".card:not([data-state])")
    expect(cards).to_have_count(24)

    phone.get_by_role("link", name="More films").scroll_into_view_if_needed()
    expect(cards).to_have_count(40)
    last = phone.get_by_role("link", name="Film 38:")
    last.scroll_into_view_if_needed()
    place = phone.evaluate("scrollY")
    last.evaluate("link => link.click()")
    expect(phone).to_have_url(re.compile("/watch/"))
    phone.go_back()

    expect(cards).to_have_count(40)
    phone.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)


def test_a_list_grows_without_javascript_too(plain, films):
    plain.goto("/")

    plain.get_by_role("link", name="More films").click()

    expect(plain.get_by_role("link", name="Film 39:")).to_be_visible()
    expect(plain.locator(".card:not([data-state])")).to_have_count(16)


def test_the_theme_changes_at_once_and_stays(page, films):
    page.goto("/")

    page.locator(".rail").get_by_role("link", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body.parentElement).colorScheme") == "dark"


def test_the_theme_changes_without_javascript(plain, films):
    plain.goto("/")

    plain.locator(".rail").get_by_role("link", name="Dark").click()
    plain.get_by_role("button", name="Save").click()

    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")


def test_slash_searches_and_escape_closes_the_menu(visitor, films, ada):
    page = visitor(DESK, person=ada)
    page.goto("/")

    page.keyboard.press("/")
    page.keyboard.type("river")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “river”")

    page.get_by_label("Your menu").click()
    expect(page.get_by_role("link", name="Settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Settings")).to_be_hidden()


def test_what_sits_in_the_mini_player_stays_while_one_browses(page, films):
    page.goto("/")
    page.evaluate("document.getElementById('mini-player').plays = 'on'")

    page.locator(".rail").get_by_role("link", name="Explore").click()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()

    assert page.evaluate("document.getElementById('mini-player').plays") == "on"


def test_no_connection_is_said_in_words(chromium, live_server, films):
    context = chromium.new_context(base_url=live_server.url, **DESK)  # its console may complain: the network is gone
    page = context.new_page()
    page.goto("/")

    context.set_offline(True)
    page.locator(".rail").get_by_role("link", name="Explore").click()

    expect(page.get_by_role("status").get_by_text("No answer from Weekmotion")).to_be_visible()
    context.close()


def test_signing_out_leaves_nothing_of_the_menu(visitor, films, ada):
    page = visitor(DESK, person=ada)
    page.goto("/")

    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.locator(".bar").get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
