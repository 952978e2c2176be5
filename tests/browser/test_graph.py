"""Following, muting and blocking in a real browser, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, PLAIN
from wm.domains import graph
from wm.kernel.db import db


def follows(person, other) -> bool:
    db.session.rollback()
    return graph.follows(person, other.id)


@pytest.mark.parametrize("profile", [DESK, PHONE, PLAIN], ids=["desk", "phone", "plain"])
def test_a_person_is_followed_and_let_go(visitor, ada, ben, profile):
    page = visitor(profile, ben)
    page.goto("/@ada")

    page.get_by_role("button", name="Follow Ada Okafor").click()
    expect(page.get_by_role("button", name="Following Ada Okafor")).to_be_visible()
    expect(page).to_have_url(re.compile("/@ada$"))
    assert follows(ben, ada)

    page.get_by_role("button", name="Following Ada Okafor").click()
    expect(page.get_by_role("button", name="Follow Ada Okafor")).to_be_visible()
    assert not follows(ben, ada)


@pytest.mark.parametrize("profile", [PHONE, PLAIN], ids=["phone", "plain"])
def test_a_block_parts_two_people_until_it_is_taken_back(visitor, ada, ben, profile):
    page = visitor(profile, ada)
    page.goto("/@ben")
    page.locator(".hiding summary").click()
    page.get_by_role("button", name="Block").click()
    expect(page).to_have_url(re.compile("/settings/blocked$"))
    expect(page.locator("#flash")).to_contain_text("You and Ben Hart don't see each other any more.")
    assert page.request.get("/@ben").status == 404

    page.get_by_role("button", name="Unblock Ben Hart").click()

    expect(page.get_by_text("Nobody is blocked")).to_be_visible()
    assert page.request.get("/@ben").status == 200
    assert visitor(profile, ben).request.get("/@ada").status == 200
