"""Pro in the hands of the staff: what it costs, with a reason; nobody else learns of the page."""

import pytest

from tests.staff import agreed, rosa  # noqa: F401
from wm.domains import memberships, platform
from wm.kernel.db import db

SAID = {"name": "Pro", "per_month": "7.50", "per_year": "75", "benefits": "No advertisements", "trial_days": "14"}
SAID |= {"colour": "ink", "is_open": "y", "reason": "A new year, a new price."}


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_two_say_what_pro_costs(as_ruth, client, agreed, hx):  # noqa: F811
    memberships.pro()
    db.session.commit()
    assert as_ruth.get("/admin/pro", hx=hx).status_code == 200

    assert as_ruth.post("/admin/pro", data=SAID, hx=hx).status_code == (200 if hx else 303)

    assert (memberships.find_pro().per_month, agreed()) == (500, [303])
    tier = memberships.find_pro()
    assert (tier.per_month, tier.per_year, tier.trial_days, tier.is_open) == (750, 7500, 14, True)
    assert "$7.50" in client.get("/pro").text
    assert "$7.50 a month, $75.00 a year, 14 free days" in as_ruth.get("/admin/pro").text


@pytest.mark.once
def test_without_a_reason_or_with_no_price_nothing_changes(as_ruth):
    memberships.pro()
    db.session.commit()
    for wrong in ({"reason": ""}, {"per_month": "free"}, {"per_month": "0.01"}, {"trial_days": "99"}):
        assert as_ruth.post("/admin/pro", data=SAID | wrong).status_code == 422

    db.session.expire_all()
    assert (memberships.find_pro().per_month, platform.waiting()) == (500, [])


def test_pro_can_be_closed_to_new_people(as_ruth, client, agreed):  # noqa: F811
    as_ruth.post("/admin/pro", data={name: value for name, value in SAID.items() if name != "is_open"})
    agreed()

    assert "nobody new" in client.get("/pro").text


@pytest.mark.once
def test_nobody_else_learns_of_it(as_ada, as_mo, client):
    for browser in (as_ada, as_mo):
        assert browser.get("/admin/pro").status_code == 404
        assert browser.post("/admin/pro", data=SAID).status_code == 404
    assert client.get("/admin/pro").status_code == 303
    assert memberships.find_pro() is None
