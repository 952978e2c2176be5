"""The frame in a real browser: reachable for everybody, still while it loads, and back where one was."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, MOVING
from tests.browser.looking import faults_of, looker
from tests.films import published
from wm.domains import categories, comments, content, engagement, playlists
from wm.kernel.db import db, transaction, writing

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
    "/feed",
    "/feed/following",
]
DESKS = ["/", "/feed", "/search?q=film", "/@ada", "/settings/profile", "/notifications", "/studio"]
STRANGE = ["/", "/nothing-here", "/@ada", "/feed", "/join", "/sign-in"]  # what differs for whoever has not signed in
PLACES = [
    *PAGES,
    "/settings/profile",
    "/settings/sessions",
    "/settings/theme",
    "/feed/latest",
    "/feed/trending",
    "/feed/taste",
    "/library",
    "/saved",
    "/notifications",
    "/activity",
    "/studio",
    "/studio/comments",
    "/@ada/posts",
    "/@ada/courses",
    "/@ada/playlists",
    "/@ada/about",
]


@pytest.fixture
def films(app, ada):
    """Forty films in a house with categories."""
    _fill(ada, 40)


@pytest.fixture
def few_films(app, ada):
    """As many as tell how pages look: axe takes as long as a page has elements."""
    _fill(ada, 4)


def _fill(maker, count):
    db.session.commit()
    with transaction():
        categories.plant([("craft", "Craft", "hand"), ("science", "Science", "flask")])
    for n in range(count):
        with writing():
            published(maker, f"Film {n}: four seasons on a river", minutes_ago=n)


@pytest.fixture
def alone(few_films, ada, ben):
    """The addresses of an article with a comment, a course, a playlist, a film, and why it is in the feed."""
    with writing():
        film, article = (
            published(ada, "Alone on the river"),
            content.draft(ada, "Boots", kind="article", body="Dry. " * 99),
        )
        course = content.draft(ada, "Reading rivers", kind="course", description="From the bank to the boat.")
        content.courses.add(course, film, "On the bank")
        for piece in (article, course):
            content.publish(piece)
        playlist = playlists.make(ada, "Rivers", "public")
        playlists.add(playlist, film)
        engagement.save(ada, film)
        comments.post(article, ben, "Where are they from?")
        paths = [f"/read/{article.public_id}", f"/courses/{course.public_id}", f"/playlists/{playlist.public_id}"]
        return [*paths, f"/watch/{film.public_id}", f"/feed/why/{film.public_id}"]


def test_every_page_is_open_to_all_still_and_large_enough_to_touch(visitor, alone, ada):
    assert faults_of(looker(visitor, ada), [*PLACES, *alone]) == []
    assert faults_of(looker(visitor), STRANGE) == []


def test_at_a_desk_too(visitor, alone, ada):
    assert faults_of(looker(visitor, ada, DESK), [*DESKS, *alone]) == []


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


def test_what_sits_in_the_mini_player_stays_while_one_browses(visitor, films):
    page = visitor(DESK | MOVING)
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
