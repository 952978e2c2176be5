"""The studio's tiers: made, changed, ordered, closed, removed; and who is a member."""

import pytest

from wm.domains import entitlements, memberships
from wm.domains.people import Person
from wm.kernel.db import db

pytestmark = pytest.mark.usefixtures("books")
SAID = {
    "name": "Friends",
    "per_month": "5",
    "per_year": "50.00",
    "benefits": "One\n\nTwo\n",
    "trial_days": "7",
    "colour": "teal",
}


@pytest.mark.parametrize("hx", [False, True])
def test_ada_makes_a_tier(as_ada, ada, hx):
    assert "Make a tier" in as_ada.get("/studio/tiers", hx=hx).text

    assert as_ada.post("/studio/tiers/new", data=SAID, hx=hx).status_code == (200 if hx else 303)

    (tier,) = memberships.tiers_of(ada.id)
    assert (tier.per_month, tier.per_year, tier.benefits, tier.trial_days) == (500, 5000, ["One", "Two"], 7)
    assert "Friends" in as_ada.get("/studio/tiers").text


@pytest.mark.once
@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"per_month": ""},
        {"per_month": "0.10"},
        {"per_month": "-5"},
        {"per_month": "1e3"},
        {"per_month": "NaN"},
        {"per_month": "5.001"},
        {"per_year": "1000000000"},
        {"benefits": "\n".join("abcdefghijk")},
        {"trial_days": "99"},
        {"colour": "purple"},
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_makes_nothing(as_ada, ada, wrong):
    answer = as_ada.post("/studio/tiers/new", data=SAID | wrong)

    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert memberships.tiers_of(ada.id) == []


@pytest.mark.once
def test_five_are_the_most(as_ada, ada):
    for number in range(5):
        as_ada.post("/studio/tiers/new", data=SAID | {"name": f"Tier {number}"})

    assert as_ada.post("/studio/tiers/new", data=SAID).status_code == 409
    assert [tier.level for tier in memberships.tiers_of(ada.id)] == [1, 2, 3, 4, 5]


def test_another_price_is_for_members_only_after_notice(as_ada, as_ben, ben, ada, friends, purse):
    row = memberships.join(ben, friends, "month", key="a-form-of-ben")
    as_ada.post(f"/studio/tiers/{friends.public_id}", data=SAID | {"per_month": "9"})

    db.session.expire_all()
    price = memberships.price_for(friends.id, row.price_id, row.ends_at)
    assert (memberships.tiers_of(ada.id)[0].per_month, price.per_month) == (900, 900)
    assert memberships.price_for(friends.id, row.price_id, row.starts_at).per_month == 500


@pytest.mark.parametrize("hx", [False, True])
def test_the_order_changes_what_members_may_open(as_ada, ada, ben, friends, patrons, purse, hx):
    memberships.join(ben, friends, "month", key="a-form-of-ben")

    assert as_ada.post(f"/studio/tiers/{friends.public_id}/up", hx=hx).status_code == (200 if hx else 303)

    db.session.expire_all()
    assert [tier.name for tier in memberships.tiers_of(ada.id)] == ["Patrons", "Friends"]
    assert entitlements.live_grants(ben.id)[0].level == 2


@pytest.mark.once
def test_a_closed_tier_takes_nobody_and_keeps_its_members(as_ada, client, ada, ben, friends, purse):
    memberships.join(ben, friends, "month", key="a-form-of-ben")
    as_ada.post(f"/studio/tiers/{friends.public_id}/closing")

    assert "Friends" not in client.get("/@ada/membership").text
    assert memberships.live(ben, ada.id).state == "active"
    as_ada.post(f"/studio/tiers/{friends.public_id}/opening")
    assert "Friends" in client.get("/@ada/membership").text


def test_only_a_tier_that_nobody_joined_is_removed(as_ada, ada, ben, friends, patrons, purse):
    memberships.join(ben, friends, "month", key="a-form-of-ben")

    assert as_ada.post(f"/studio/tiers/{friends.public_id}/removal").status_code == 409
    assert as_ada.post(f"/studio/tiers/{patrons.public_id}/removal").status_code == 303
    db.session.expire_all()
    assert [tier.name for tier in memberships.tiers_of(ada.id)] == ["Friends"]


@pytest.mark.once
def test_nobody_changes_the_tiers_of_another(as_ben, ada, friends):
    where = f"/studio/tiers/{friends.public_id}"

    assert as_ben.get(where).status_code == 404
    assert as_ben.post(where, data=SAID).status_code == 404
    assert as_ben.post(f"{where}/closing").status_code == 404
    db.session.expire_all()
    assert memberships.tiers_of(ada.id)[0].is_open


@pytest.mark.parametrize("hx", [False, True])
def test_members_are_listed_and_found(as_ada, ada, ben, cy, friends, purse, fill, hx):
    fill(cy, 5000)
    for person in (ben, cy):
        memberships.join(person, friends, "month", key=f"a-form-of-{person.handle}")

    page = as_ada.get("/studio/members", hx=hx).text
    assert "Ben Hart" in page
    assert "Cy Lindqvist" in page
    assert "$5.00" in page
    page = as_ada.get("/studio/members?words=cy", hx=hx).text
    assert "Ben Hart" not in page
    assert "Cy Lindqvist" in page
    assert "Nobody fits" in as_ada.get("/studio/members?words=%25", hx=hx).text


@pytest.mark.once
def test_the_list_asks_as_often_for_two_as_for_one(as_ada, ben, cy, friends, purse, fill, statements):
    fill(cy, 5000)
    memberships.join(ben, friends, "month", key="a-form-of-ben")
    as_ada.get("/studio/members")
    statements.clear()
    as_ada.get("/studio/members")
    once = len(statements)
    memberships.join(cy, friends, "month", key="a-form-of-cy")
    db.session.commit()
    statements.clear()
    as_ada.get("/studio/members")

    assert len(statements) == once


@pytest.mark.once
def test_the_file_of_members_runs_no_formula(as_ada, ada, ben, friends, purse):
    db.session.get(Person, ben.id).name = "=HYPERLINK(1)"
    memberships.join(ben, friends, "month", key="a-form-of-ben")

    file = as_ada.get("/studio/members.csv")

    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "'=HYPERLINK(1),ben,Friends,active,month," in file.text
    assert ",5.00,USD" in file.text
