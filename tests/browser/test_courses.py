"""The way through a course, in a real browser: with its scripts and without."""

import os
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, PLAIN
from tests.browser.looking import AXE
from tests.browser.watching import playing
from wm.domains import content
from wm.kernel.db import db

SHOTS = os.environ.get("SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


@pytest.fixture
def course(ada, river):
    """River reading: a film, an article, and the film that comes after it."""
    made = content.draft(ada, "Reading rivers", kind="course", description="From the bank to the boat.")
    article = content.draft(ada, "What to bring", kind="article", body="Boots, a **hat**, and a chart.\n\n" * 4)
    update = content.draft(ada, "", kind="update", body="The water is high. Come back in May.")
    for lesson in (river, article, update):
        if not lesson.is_film:
            content.publish(lesson)
        content.courses.add(made, lesson)
    content.publish(made)
    db.session.commit()
    return made


def is_done(course, lesson, person):
    db.session.rollback()
    return content.courses.way(lesson, course.public_id, person).here.is_done


def test_a_film_that_ends_is_done_and_leads_to_the_next_lesson(visitor, course, river, ben):
    page = playing(visitor(DESK, person=ben), river, f"?course={course.public_id}")
    shot(page, "film")
    expect(page.get_by_text("Lesson 1 of 3").first).to_be_visible()

    page.keyboard.press("9")
    page.wait_for_url("**/read/**", timeout=40_000)

    expect(page.get_by_text("Lesson 2 of 3")).to_be_visible()
    end = time.monotonic() + 40
    while not is_done(course, river, ben) and time.monotonic() < end:
        time.sleep(0.2)
    assert is_done(course, river, ben)
    page.get_by_role("button", name="Done, next lesson").click()
    expect(page.get_by_text("Lesson 3 of 3")).to_be_visible()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("3 of 3 done")).to_be_visible()
    shot(page, "course")


@pytest.mark.parametrize(("profile", "shade"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_the_pages_of_lessons_fit(visitor, course, river, ben, profile, shade):
    page = visitor(profile | {"color_scheme": shade}, person=ben)
    for name in ("watch", "read", "courses"):
        lessons = {"watch": river, "read": content.courses.outline(course, ben).lessons[1].piece, "courses": course}
        more = "" if name == "courses" else f"?course={course.public_id}"
        page.goto(f"/{name}/{lessons[name].public_id}{more}")
        expect(page.locator("h1")).to_be_visible()
        shot(page, f"{name}-{page.viewport_size['width']}-{shade}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(AXE)
        found = page.evaluate(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map((each) => each.id + each.help)"
        )
        assert found == [], name


def test_without_scripts_one_walks_through_all_the_same(visitor, course, river, ben):
    page = visitor(PLAIN, person=ben)
    page.goto(f"/courses/{course.public_id}")

    page.get_by_role("link", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(river.title)
    page.get_by_role("button", name="Done, next lesson").click()
    expect(page.get_by_text("Lesson 2 of 3")).to_be_visible()
    page.get_by_role("link", name="Previous lesson").click()
    expect(page.locator("#way").get_by_text("Done")).to_be_visible()
    page.get_by_role("link", name="Next lesson").click()
    page.get_by_role("link", name="Back to the course").click()

    expect(page.get_by_text("1 of 3 done")).to_be_visible()
