"""Joining as browsers do it, and what nobody learns by trying."""

import pytest

from tests.pages.visits import WISH, body, is_in, sign_in
from tests.people.post import letters, link
from wm.domains import people
from wm.domains.people.models import Person
from wm.kernel import clock
from wm.kernel.db import db


@pytest.mark.once
def test_a_newcomer_joins_confirms_and_is_in(client, dee_wants_to_join):
    whole, part = client.get(dee_wants_to_join), client.get(dee_wants_to_join, hx=True)
    assert "Hello, Dee Mori" in whole.text
    assert 'id="verify"' in part.text
    assert "<html" not in part.text

    answer = client.post(dee_wants_to_join, data={"handle": "dee"})

    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client, "dee")


def test_looking_at_the_link_confirms_nothing(client, dee_wants_to_join):
    client.get(dee_wants_to_join)

    assert db.session.query(Person).count() == 0


@pytest.mark.once
def test_another_browser_confirms_too_but_signs_in_first(app, client, dee_wants_to_join):
    phone = app.test_client()

    answer = phone.post(dee_wants_to_join, data={"handle": "dee"})

    assert answer.location == "/sign-in"
    assert not is_in(phone, "dee")
    assert sign_in(phone, "dee", WISH["password"]).location == "/"


def test_a_used_link_and_a_late_link_say_what_to_do(client, dee_wants_to_join, run_jobs):
    clock.shift(clock.timedelta(minutes=31))
    late = client.get(dee_wants_to_join)
    client.post(f"{dee_wants_to_join}/again")
    run_jobs()
    fresh = link(letters()[-1])
    client.post(fresh, data={"handle": "dee"})
    used = client.get(fresh)

    assert (late.status_code, used.status_code) == (410, 410)
    assert "Send a new link" in late.text
    assert "has been used" in used.text
    assert is_in(client, "dee")


@pytest.mark.once
def test_refusals_stand_beside_their_fields_and_keep_what_was_typed(client):
    for hx in (False, True):
        answer = client.post("/join", data=WISH | {"handle": "no way", "password": "password12345"}, hx=hx)

        assert answer.status_code == 422
        assert ("<html" in answer.text) is not hx
        assert 'value="no way"' in answer.text
        assert "Use 2 to 30 letters" in answer.text
        assert "password12345" not in answer.text
    assert db.session.query(people.Person).count() == 0


def test_joining_looks_the_same_for_a_known_and_a_new_address(app, ada, run_jobs):
    def ask(email, handle):
        browser = app.test_client()
        answer = browser.post("/join", data=WISH | {"email": email, "handle": handle})
        page = browser.get(answer.location)
        headers = [name for name in sorted({n for n, _ in answer.headers}) if name != "Content-Length"]
        cookies = sorted(line.split("=")[0] for line in answer.headers.getlist("Set-Cookie"))
        return answer.status_code, answer.location, headers, cookies, body(page)

    assert ask("ada@example.org", "dee1") == ask("new@example.org", "dee2")


@pytest.mark.once
def test_signing_in_says_the_same_to_all_who_do_not_fit(app, ada, dee_wants_to_join):
    answers = set()
    for name in ("ada", "nobody", "dee", "dee@example.org", "nobody@example.org"):
        answer = sign_in(app.test_client(), name, "a wrong password")
        answers.add((answer.status_code, body(answer, f'value="{name}"')))

    assert len(answers) == 1
    assert "belong together" in answers.pop()[1]


def test_a_lost_password_is_answered_the_same_for_somebody_and_nobody(app, ada):
    answers = set()
    for name in ("ada", "ada@example.org", "nobody", "nobody@example.org"):
        browser = app.test_client()
        answer = browser.post("/forgotten", data={"name": name})
        answers.add((answer.status_code, answer.location, body(browser.get(answer.location))))

    assert len(answers) == 1


@pytest.mark.once
def test_fields_that_no_form_asks_for_change_nothing(app, client, run_jobs):
    extra = {"role": "admin", "id": "1", "public_id": "mine", "email_verified_at": "2020-01-01", "password_hash": "x"}
    client.post("/join", data=WISH | extra)
    run_jobs()
    client.post(link(letters()[-1]), data={"handle": "dee", **extra})

    dee = people.by_handle("dee")
    assert (dee.role, dee.public_id == "mine") == ("viewer", False)
