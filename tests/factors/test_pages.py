"""The pages of the second step, from setting it up to signing in with it; all of it without JavaScript."""

import re

import pyotp
import pytest

from tests.cast import PASSWORD
from tests.factors.conftest import Phone, codes_on, cookie, is_in
from tests.people.post import letters, words
from wm.domains import factors
from wm.domains.factors import tries
from wm.kernel import clock
from wm.kernel.db import db

FORM = re.compile(r'name="setup" type="hidden" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
KEY = re.compile(r'class="safety-key">([A-Z2-7 ]+)<')


def set_up(browser):
    """Set up an app by its page; returns what counts, and the answer."""
    shown = browser.get("/settings/safety/app").text
    counter = pyotp.TOTP(KEY.search(shown)[1].replace(" ", ""))
    code = counter.at(clock.now())
    return counter, browser.post("/settings/safety/app", data={"setup": FORM.search(shown)[1], "code": code})


def password(client, handle="ada", target=""):
    return client.post("/sign-in", data={"name": handle, "password": PASSWORD, "next": target})


@pytest.mark.once
def test_an_app_is_set_up_and_asked_for_from_then_on(as_ada, ada, client, later, run_jobs):
    before = cookie(as_ada)
    counter, answer = set_up(as_ada)
    codes = codes_on(answer)
    assert as_ada.post("/settings/safety/codes/kept", data={"kept": "y"}).location == "/settings/safety"
    run_jobs()

    later(minutes=1)
    first = password(client, target="/wallet")
    assert first.location == "/sign-in/second?next=/wallet"
    assert (cookie(client), is_in(client)) == ("", False)
    second = client.post("/sign-in/second", data={"code": counter.at(clock.now()), "next": "/wallet"})

    assert (len(set(codes)), cookie(as_ada) != before) == (10, True)
    assert (second.location, is_in(client)) == ("/wallet", True)
    assert [letter["Subject"] for letter in letters()] == ["An app was added to your sign-in"]
    assert "ABCD" not in words(letters()[0])
    assert factors.is_guarded(ada.id)


def test_the_forms_carry_a_token_that_counts_though_the_session_is_new(app, as_ada, ada):
    app.config["WTF_CSRF_ENABLED"] = True
    shown = as_ada.get("/settings/safety/app").text
    code = pyotp.TOTP(KEY.search(shown)[1].replace(" ", "")).at(clock.now())
    sent = {"setup": FORM.search(shown)[1], "code": code, "csrf_token": TOKEN.search(shown)[1]}
    codes = as_ada.post("/settings/safety/app", data=sent).text

    kept = as_ada.post("/settings/safety/codes/kept", data={"kept": "y", "csrf_token": TOKEN.search(codes)[1]})

    assert kept.status_code == 303
    assert factors.is_guarded(ada.id)


@pytest.mark.once
def test_a_wrong_code_lets_nobody_in_plainly_or_with_htmx(client, ada, phone):
    password(client)

    for answer in (client.post("/sign-in/second", data={"code": "000000"}, hx=hx) for hx in (False, True)):
        assert answer.status_code == 422
        assert "That code is not right" in answer.text
    assert not is_in(client)
    assert client.post("/sign-in/second", data={"code": phone.code()}).status_code == 303
    assert is_in(client)


@pytest.mark.once
def test_only_a_browser_that_took_a_second_step_has_tries_of_its_own(app, client, ada, later):
    stranger = app.test_client()
    password(stranger)  # before there was a second step: who only knows the password
    phone = Phone(ada)
    password(client)
    client.post("/sign-in/second", data={"code": phone.code()})
    for number in range(tries.STRANGERS - 1):  # the one above was the first
        with pytest.raises(factors.WrongCode):
            factors.check_code(ada, "000000", network=f"network {number}")
    later(minutes=1)

    for browser in (stranger, client):
        password(browser)
    answers = [browser.post("/sign-in/second", data={"code": phone.code()}) for browser in (stranger, client)]
    assert [answer.status_code for answer in answers] == [429, 303]


@pytest.mark.once
def test_a_recovery_code_is_a_second_step_too(client, ada, phone, run_jobs):
    password(client)
    assert 'href="mailto:hello@localhost"' in client.get("/sign-in/recovery").text

    answer = client.post("/sign-in/recovery", data={"code": phone.codes[3].lower().replace("-", " ")})
    run_jobs()

    assert answer.status_code == 303
    assert "9 recovery codes left" in client.get("/settings/safety").text
    assert letters()[-1]["Subject"] == "A recovery code was used"


def test_nobody_begins_with_the_second_step(client, ada, phone):
    for path in ("/sign-in/second", "/sign-in/recovery"):
        assert client.get(path).location.startswith("/sign-in?next=")
        assert client.post(path, data={"code": phone.code()}).location.startswith("/sign-in?next=")
    assert not is_in(client)


def test_codes_are_shown_once_and_say_how_to_keep_them(as_ada, phone):
    first, second = (codes_on(as_ada.post("/settings/safety/codes")) for _ in range(2))

    assert len({*first, *second, *phone.codes}) == 30
    assert codes_on(as_ada.get("/settings/safety")) == []
    db.session.expire_all()
    page = as_ada.post("/settings/safety/codes").text
    assert 'download="weekmotion-recovery-codes.txt"' in page
