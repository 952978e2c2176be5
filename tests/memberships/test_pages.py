"""The pages of memberships, each asked plain and with htmx: looking, joining, changing, leaving, coming back."""

import re

import pytest

from tests.films import published
from wm.domains import comments, content, entitlements, ledger, memberships, payments
from wm.kernel.db import db

pytestmark = pytest.mark.usefixtures("books")
BOTH = pytest.mark.parametrize("hx", [False, True])


def key_on(answer):
    return re.search(r'name="key" value="(\w+)"', answer.text)[1]


def place(tier):
    return f"/memberships/tiers/{tier.public_id}"


def joined(browser, tier, period="month", hx=False):
    key = key_on(browser.get(place(tier)))
    return browser.post(place(tier), data={"key": key, "period": period}, hx=hx)


@pytest.mark.once
@BOTH
def test_a_person_shows_what_can_be_joined(client, as_ben, ada, friends, patrons, hx):
    for browser in (client, as_ben):
        page = browser.get("/@ada/membership", hx=hx)

        assert page.status_code == 200
        assert page.text.index("Friends") < page.text.index("Patrons")
        assert "$5.00" in page.text
        assert "Sketches" in page.text
        assert ("<html" in page.text) is not hx


@pytest.mark.once
def test_years_are_a_plain_switch(client, ada, friends):
    page = client.get("/@ada/membership?period=year").text

    assert "$50.00" in page
    assert "$10.00 less than by the month" in page


@pytest.mark.once
def test_whoever_offers_nothing_says_so(client, as_ada, ada):
    assert "No memberships here" in client.get("/@ada/membership").text
    assert "Make a tier" in as_ada.get("/@ada/membership").text


@pytest.mark.once
def test_the_button_to_join_stands_on_the_page_and_under_the_films_of_who_has_tiers(client, ada, friends, cy):
    film, other = published(ada, "River"), published(cy, "Piano")

    assert "/@ada/membership" in client.get("/@ada").text
    assert "/@ada/membership" in client.get(f"/watch/{film.public_id}").text
    assert "/@cy/membership" not in client.get("/@cy").text
    assert "/@cy/membership" not in client.get(f"/watch/{other.public_id}").text


@pytest.mark.once
@BOTH
def test_ben_joins_from_his_wallet_and_finds_it_among_his(as_ben, ben, ada, friends, purse, hx):
    assert "Pay $5.00" in as_ben.get(place(friends)).text

    answer = joined(as_ben, friends, hx=hx)

    row = memberships.live(ben, ada.id)
    assert answer.headers["HX-Redirect" if hx else "Location"] == f"/memberships/{row.public_id}"
    assert "Friends" in as_ben.get("/memberships").text
    page = as_ben.get(f"/memberships/{row.public_id}").text
    assert "$5.00" in page
    assert "Receipts" in page
    assert purse.posted == 99_500


def test_a_double_click_joins_once(as_ben, ben, ada, friends, purse):
    key = key_on(as_ben.get(place(friends)))

    answers = [as_ben.post(place(friends), data={"key": key, "period": "month"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    db.session.expire_all()
    assert ledger.wallet(ben.id).posted == 99_500


@pytest.mark.once
@BOTH
def test_an_empty_wallet_is_shown_the_way_to_money_and_nothing_has_changed(as_ben, ben, ada, friends, fill, hx):
    fill(ben, 120)
    key = "a-key-of-twenty-two-xx"

    assert "$3.80 more is needed" in as_ben.get(place(friends)).text
    answer = as_ben.post(place(friends), data={"key": key, "period": "month"}, hx=hx)

    assert answer.status_code == 402
    assert "$3.80 more is needed" in answer.text
    assert "/wallet/add?amount=380" in answer.text
    assert memberships.of_person(ben) == []
    assert ledger.wallet(ben.id).posted == 120


@pytest.mark.once
def test_a_form_without_a_key_or_with_a_price_of_its_own_changes_nothing(as_ben, ben, friends, purse):
    assert as_ben.post(place(friends), data={"period": "month"}).status_code == 422
    assert memberships.of_person(ben) == []

    as_ben.post(place(friends), data={"key": "a" * 22, "period": "month", "amount": "1", "price": "-5"})

    db.session.expire_all()
    assert ledger.wallet(ben.id).posted == 99_500


@BOTH
def test_cancelling_keeps_it_open_to_the_last_day_and_can_be_taken_back(as_ben, ben, ada, friends, purse, hx):
    joined(as_ben, friends)
    where = f"/memberships/{memberships.live(ben, ada.id).public_id}"

    assert as_ben.post(f"{where}/cancellation", hx=hx).status_code == (200 if hx else 303)
    assert "Ends on" in as_ben.get(where).text
    assert len(entitlements.live_grants(ben.id)) == 1
    as_ben.post(f"{where}/return", hx=hx)

    page = as_ben.get(where).text
    assert "Ends on" not in page
    assert "Cancel" in page


@pytest.mark.once
def test_nobody_sees_or_changes_the_membership_of_another(as_ben, as_cy, cy, ben, ada, friends, purse):
    joined(as_ben, friends)
    where = f"/memberships/{memberships.live(ben, ada.id).public_id}"

    assert as_cy.get(where).status_code == 404
    for deed in ("cancellation", "return", "payment"):
        assert as_cy.post(f"{where}/{deed}").status_code == 404
    db.session.expire_all()
    assert memberships.live(ben, ada.id).cancelled_at is None


def test_changing_up_says_what_the_rest_of_the_month_costs(as_ben, ben, ada, friends, patrons, purse):
    joined(as_ben, friends)

    page = as_ben.get(place(patrons)).text
    assert "Change to Patrons" in page
    assert "Pay $10.00" in page
    joined(as_ben, patrons)

    db.session.expire_all()
    assert (memberships.live(ben, ada.id).tier.name, ledger.wallet(ben.id).posted) == ("Patrons", 98_500)


def test_what_a_tier_opens_is_counted_and_opens_with_it(as_ben, ben, ada, friends, patrons, purse):
    content.set_lock(published(ada, "For friends"), by_level=1)
    content.set_lock(published(ada, "For patrons"), by_level=2)
    db.session.commit()

    page = as_ben.get("/@ada/membership").text
    assert "Opens 1 piece for members" in page
    assert "Opens 2 pieces for members" in page


@pytest.mark.once
@BOTH
def test_pro_has_its_page(client, as_ben, ben, fill, hx):
    assert "Pro opens soon" in client.get("/pro").text
    tier = memberships.pro()
    fill(ben, 10_000)

    page = client.get("/pro?period=year", hx=hx).text
    assert "$50.00" in page
    assert "Try it for 7 days" in page
    assert joined(as_ben, tier, hx=hx).status_code in (200, 303)

    assert memberships.is_pro(ben)
    assert "You have Pro" in as_ben.get("/pro").text


@pytest.mark.once
def test_what_one_has_is_not_offered_again(as_ben, ben, ada, friends, purse):
    joined(as_ben, friends)

    row = memberships.live(ben, ada.id)
    assert as_ben.get(place(friends)).headers["Location"] == f"/memberships/{row.public_id}"
    assert "Change to Friends" in as_ben.get(f"{place(friends)}?period=year").text


def test_an_empty_wallet_can_be_paid_from_outside_and_the_rest_follows(app, as_ben, ben, ada, friends, fill, run_jobs):
    app.config["GATEWAYS"] = "bank"
    app.config |= {"BANK_NAME": "House", "BANK_IBAN": "DE89370400440532013000", "BANK_BIC": "COBADEFFXXX"}
    fill(ben, 120)
    page = as_ben.get(place(friends)).text
    assert "Pay $3.80 and join" in page

    said = {"key": key_on(as_ben.get(place(friends))), "period": "month", "way": "bank"}
    answer = as_ben.post(f"{place(friends)}/checkout", data=said)
    again = as_ben.post(f"{place(friends)}/checkout", data=said)

    assert answer.status_code == 303
    assert answer.headers["Location"] == again.headers["Location"]
    attempt = payments.own(answer.headers["Location"].split("/")[2], ben)
    assert (attempt.amount, attempt.purpose, attempt.purpose_ref) == (380, "membership", f"{friends.public_id}.month")
    arrival = as_ben.get(f"/memberships/arrivals/{attempt.purpose_ref}")
    assert arrival.headers["Location"] == f"{place(friends)}?period=month"


@pytest.mark.once
def test_the_wallet_says_which_membership_a_line_was(as_ben, ben, ada, friends, purse):
    joined(as_ben, friends)

    page = as_ben.get("/wallet").text

    assert "Friends, Ada Okafor" in page
    assert f"/memberships/{memberships.live(ben, ada.id).public_id}" in page


def test_a_member_carries_the_badge_beside_their_comments(client, ada, ben, cy, friends, purse, statements):
    film = published(ada, "River")
    memberships.join(ben, friends, "month", key="a-form-of-ben")
    for person in (ben, cy, ada):
        comments.post(film, person, f"Said by {person.name}.")
    db.session.commit()

    page = client.get(f"/pieces/{film.public_id}/comments").text

    assert page.count("tier-badge") == 1
    assert page.index("Ben Hart") < page.index("tier-badge")
    asked = len([each for each in statements if "FROM membership" in each])
    comments.post(film, ben, "And once more.")
    db.session.commit()
    statements.clear()
    client.get(f"/pieces/{film.public_id}/comments")
    assert len([each for each in statements if "FROM membership" in each]) == 1 <= asked


@pytest.mark.once
def test_many_memberships_are_listed_in_as_many_statements_as_one(as_ben, ben, ada, cy, friends, purse, statements):
    memberships.join(ben, friends, "month", key="a-form-of-ben")
    as_ben.get("/memberships")
    statements.clear()
    as_ben.get("/memberships")
    once = len(statements)
    other = memberships.make_tier(cy.id, name="Tuners", per_month=500, per_year=None, benefits=[])
    memberships.join(ben, other, "month", key="another-form")
    memberships.join(ben, memberships.pro(), "month", key="a-third-form")
    db.session.commit()
    statements.clear()

    assert "Tuners" in as_ben.get("/memberships").text
    assert len(statements) == once
