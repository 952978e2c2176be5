"""The time zone of a person: from the browser that joined, or chosen; else UTC."""

import pytest

from tests.people.post import letters, secret
from wm.domains import people
from wm.kernel.db import db

WISH = {"name": "Dee Mori", "handle": "dee", "email": "dee@example.org", "password": "my kettle sings at dawn"}


@pytest.mark.parametrize(
    ("said", "kept"), [("Asia/Dhaka", "Asia/Dhaka"), ("", "UTC"), ("Mars/Base", "UTC"), (None, "UTC")]
)
def test_who_joins_gets_the_zone_of_their_browser(client, run_jobs, said, kept):
    client.post("/join", data=WISH | ({} if said is None else {"time_zone": said}))
    run_jobs()

    dee = people.verify(secret(letters()[0]), handle="dee")

    assert dee.time_zone == kept


def test_the_join_page_asks_the_browser(client):
    page = client.get("/join").text

    assert '<own-zone><input id="time_zone" name="time_zone" type="hidden" value=""></own-zone>' in page


@pytest.mark.parametrize("hx", [False, True])
def test_one_chooses_another_zone(as_ada, ada, hx):
    assert '<option selected value="UTC">UTC</option>' in as_ada.get("/settings/account").text

    answer = as_ada.post("/settings/account/zone", data={"time_zone": "Europe/Berlin"}, hx=hx)

    assert answer.status_code == (200 if hx else 303)
    db.session.refresh(ada)
    assert ada.time_zone == "Europe/Berlin"
    assert '<option selected value="Europe/Berlin">' in as_ada.get("/settings/account").text


@pytest.mark.parametrize("hx", [False, True])
def test_a_zone_that_is_none_is_refused_at_its_field(as_ada, ada, hx):
    answer = as_ada.post("/settings/account/zone", data={"time_zone": "Mars/Base"}, hx=hx)

    assert answer.status_code == 422
    assert 'aria-describedby="time_zone-help time_zone-error"' in answer.text
    assert ("<html" in answer.text) != hx
    db.session.refresh(ada)
    assert ada.time_zone == "UTC"
