"""Joining with an empty wallet, on the sandbox gateway: one payment from outside, and the membership follows by itself."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PLAIN
from tests.services import wait_until
from wm.domains import ledger, memberships
from wm.kernel.db import db, transaction


@pytest.mark.parametrize("profile", [DESK, PLAIN], ids=["with JavaScript", "without"])
def test_one_payment_from_outside_makes_a_member(visitor, play_money, ada, ben, profile):
    with transaction():
        tier = memberships.make_tier(ada.id, name="Friends", per_month=500, per_year=None, benefits=["Sketches"])
        where = f"/memberships/tiers/{tier.public_id}"
    page = visitor(profile, person=ben)
    page.goto(where)

    page.get_by_role("button", name="Pay $5.00 and join").click()
    page.get_by_role("button", name=re.compile("^Pay ")).click()
    page.wait_for_url(re.compile("/payments/"))
    wait_until(lambda: _joined(ben, ada), "the membership", 30)

    page.reload()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("Renews on")).to_be_visible()
    assert (ledger.wallet(ben.id).available, ledger.trial_balance()) == (0, {"USD": 0})


def _joined(person, maker) -> bool:
    db.session.rollback()
    db.session.expire_all()
    return memberships.live(person, maker.id) is not None
