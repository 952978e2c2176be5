"""Memberships in a real browser: joined, changed and left with and without JavaScript; pages that everybody can use."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PLAIN
from tests.browser.looking import faults_of, looker
from tests.films import published
from wm.domains import content, ledger, memberships
from wm.kernel.db import db, transaction


@pytest.fixture
def offered(app, ada, ben, cy):
    """Ada's two tiers and a film for members; Cy is a member, Ben has money."""
    with transaction():
        film = published(ada, "For patrons")
        low = memberships.make_tier(
            ada.id,
            name="Friends of the long and patient evening",
            per_month=500,
            per_year=5000,
            benefits=["Sketches", "My thanks"],
        )
        memberships.make_tier(
            ada.id, name="Patrons", per_month=1500, per_year=15_000, benefits=["All of it"], colour="teal"
        )
        content.set_lock(content.with_row_id(film.id), by_level=2, by_pro=True)
        memberships.pro()
        for person in (ben, cy):
            outside, purse = ledger.of_site("clearing", "test"), ledger.wallet(person.id)
            ledger.move(20_000, outside, purse, reason="deposit", key=f"in:{person.id}")
        row = memberships.join(cy, low, "month", key="a-form-of-cy")
        return film.public_id, low.public_id, row.public_id


@pytest.mark.parametrize("profile", [DESK, PLAIN], ids=["with JavaScript", "without"])
def test_ben_joins_moves_up_and_leaves(visitor, offered, ben, ada, profile):
    page = visitor(profile, person=ben)
    page.goto("/@ada")
    page.get_by_role("link", name="Membership").first.click()
    page.get_by_role("link", name="Join").first.click()
    page.get_by_role("button", name="Pay $5.00").click()
    expect(page.get_by_text("Renews on")).to_be_visible()

    page.get_by_role("link", name="Change").click()
    page.get_by_role("link", name="Change to this").click()
    page.get_by_role("button", name="Pay $10.00").click()
    expect(page.get_by_role("heading", name="Patrons")).to_be_visible()

    page.get_by_role("button", name="Cancel membership").click()
    expect(page.get_by_text("Ends on").first).to_be_visible()
    page.get_by_role("button", name="Go on after all").click()
    expect(page.get_by_text("Renews on")).to_be_visible()
    db.session.expire_all()
    assert ledger.wallet(ben.id).posted == 18_500
    assert memberships.live(ben, ada.id).tier.name == "Patrons"


@pytest.mark.parametrize("profile", [DESK, PLAIN], ids=["with JavaScript", "without"])
def test_years_are_shown_by_a_switch(visitor, offered, profile):
    page = visitor(profile)
    page.goto("/@ada/membership")

    page.get_by_role("link", name="Yearly").click()

    expect(page.get_by_text("$50.00")).to_be_visible()
    expect(page).to_have_url("/@ada/membership?period=year")


def test_everybody_can_use_the_pages_of_members(visitor, offered, cy):
    page = looker(visitor, cy)
    _film, tier, row = offered
    places = [
        "/pro",
        "/@ada/membership",
        f"/memberships/tiers/{tier}?period=year",
        "/memberships",
        f"/memberships/{row}",
    ]

    assert faults_of(page, places) == []


def test_everybody_can_use_the_studio_of_tiers(visitor, offered, ada):
    page = looker(visitor, ada)
    film, tier, _row = offered
    places = [
        "/studio/tiers",
        "/studio/tiers/new",
        f"/studio/tiers/{tier}",
        "/studio/members",
        f"/studio/pieces/{film}/price",
    ]

    assert faults_of(page, places) == []
