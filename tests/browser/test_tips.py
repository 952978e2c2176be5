"""A tip between two browsers: Ben gives it under a film, and it stands on Ada's page before she has turned her head."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, PLAIN
from tests.films import published
from wm.domains import ledger
from wm.kernel.db import db, transaction


@pytest.fixture
def river(ada, ben):
    piece = published(ada, "How a river remembers")
    with transaction():
        source = ledger.of_site("clearing", "test")
        ledger.move(2000, source, ledger.wallet(ben.id), reason="deposit", key="in:ben")
    return piece


def test_a_tip_is_seen_by_its_creator_at_once(visitor, ada, ben, river):
    theirs = visitor(DESK, person=ada)
    with theirs.expect_response("**/studio/tips/live"), theirs.expect_response("**/live/me"):
        theirs.goto("/studio/tips")
    expect(theirs.get_by_text("No tips yet")).to_be_visible()

    mine = visitor(PHONE, person=ben)
    mine.goto(f"/watch/{river.public_id}")
    mine.get_by_role("link", name="Tip", exact=True).click()
    mine.get_by_role("radio", name="$10.00").check()
    mine.get_by_label("A few words").fill("The silt stayed with me")
    mine.get_by_role("radio", name="Everybody").check()
    mine.get_by_role("button", name="Give the tip").click()

    expect(mine.get_by_text("Ada Okafor has your $10.00")).to_be_visible()
    expect(mine.locator("#supporters")).to_contain_text("The silt stayed with me")
    expect(theirs.locator("#tips-new")).to_contain_text("The silt stayed with me")
    expect(theirs.locator("#flash")).to_contain_text("Ben Hart gave you $10.00")
    expect(theirs.get_by_text("No tips yet")).to_be_hidden()

    theirs.get_by_placeholder("Say thank you").fill("You made my week")
    theirs.get_by_role("button", name="Send").click()
    expect(theirs.locator("#tips-new")).to_contain_text("You: You made my week")
    mine.goto("/tips")
    expect(mine.locator("#tips-mine")).to_contain_text("You made my week")
    db.session.rollback()
    assert ledger.wallet(ben.id).available == 1000


def test_the_same_without_javascript(visitor, ada, ben, river):
    mine = visitor(PLAIN, person=ben)
    mine.goto(f"/watch/{river.public_id}")
    mine.get_by_role("link", name="Tip", exact=True).click()
    mine.get_by_role("radio", name="$5.00").check()
    mine.get_by_role("button", name="Give the tip").click()

    expect(mine).to_have_url(f"{mine.url.split('/watch')[0]}/watch/{river.public_id}")
    db.session.rollback()
    assert ledger.wallet(ben.id).available == 1500
