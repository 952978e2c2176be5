"""Coming in and going out, as browsers do it: plain and with htmx."""

import re

import pytest

from tests.conftest import PASSWORD
from tests.pages.visits import WISH, change_password, cookie, is_in, replayed, sign_in
from tests.people.post import letters, link
from wm.domains.people.models import Session
from wm.kernel import clock, redis
from wm.kernel.db import db

NEW = {"password": "a quite different phrase"}


@pytest.fixture
def full_hour():
    """Begin at a full hour, so that the tries of a test are counted in one window."""
    clock.shift(clock.timedelta(seconds=3600 - int(clock.now().timestamp()) % 3600))


@pytest.mark.once
@pytest.mark.parametrize(("path", "root"), [("/join", "join"), ("/sign-in", "sign-in"), ("/forgotten", "forgotten")])
def test_each_form_stands_alone_and_as_a_fragment(client, path, root):
    whole, part = client.get(path), client.get(path, hx=True)

    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.text
    assert part.text.lstrip().startswith(f'<form class="form" id="{root}"')
    assert "no-store" in whole.headers["Cache-Control"]


@pytest.mark.once
def test_signing_in_goes_where_one_wanted_to_be(client, ada):
    answer = sign_in(client, next="/settings/profile")

    assert (answer.status_code, answer.location) == (303, "/settings/profile")
    assert is_in(client, "ada")


def test_htmx_is_sent_to_the_next_page_too(client, ada):
    answer = client.post("/sign-in", data={"name": "ada", "password": PASSWORD, "next": "/@ada"}, hx=True)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/@ada")
    assert is_in(client, "ada")


@pytest.mark.once
def test_who_is_in_need_not_sign_in_again(as_ada):
    assert as_ada.get("/sign-in?next=/@ada").location == "/@ada"


@pytest.mark.once
def test_a_page_for_people_sends_a_visitor_to_sign_in_and_back(client, ada):
    asked = client.get("/settings/account")

    assert asked.location == "/sign-in?next=/settings/account"
    assert 'value="/settings/account"' in client.get(asked.location).text


@pytest.mark.once
def test_without_the_tick_the_cookie_ends_with_the_browser(client, ada):
    brief = client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    lasting = sign_in(client)

    def of(answer):
        return next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("wm="))

    assert "Max-Age" not in of(brief)
    assert "Max-Age=2592000" in of(lasting)


@pytest.mark.once
def test_signing_out_ends_the_session_and_clears_the_browser(app, as_ada):
    had = cookie(as_ada)

    answer = as_ada.post("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert cookie(as_ada) in (None, "")
    assert not replayed(app, had)


@pytest.mark.once
@pytest.mark.parametrize("flushed", [False, True])
@pytest.mark.parametrize("end", ["out", "password", "revoked"])
def test_a_kept_cookie_opens_nothing_once_its_session_ended(app, as_ada, ada, end, flushed):
    had = cookie(as_ada)
    assert replayed(app, had)
    {
        "out": lambda: as_ada.post("/sign-out"),
        "password": lambda: change_password(as_ada),
        "revoked": lambda: app.test_client().sign_in(ada).post("/settings/sessions/revocation"),
    }[end]()
    if flushed:
        redis.connect(app.config["REDIS_URL"], redis.QUEUE_TIMEOUT).flushall()

    assert not replayed(app, had)


@pytest.mark.once
def test_each_step_that_gives_power_gives_another_session(app, client, ada, dee_wants_to_join, run_jobs):
    seen = []

    def step(answer):
        assert answer.status_code == 303
        seen.append(cookie(client))

    client.set_cookie("wm", "chosen-by-somebody-else-xxxxxxxxxxxxxxxxxxx")
    step(client.post(dee_wants_to_join, data={"handle": "dee"}))
    step(sign_in(client, "dee", WISH["password"]))
    step(client.post("/confirm", data={"current_password": WISH["password"]}))
    step(change_password(client, WISH["password"]))
    client.post("/forgotten", data={"name": "dee"})
    run_jobs()
    step(
        client.post(
            next(link(each) for each in reversed(letters()) if "/reset/" in link(each)),
            data={"password": "lamps by a slow river"},
        )
    )

    assert len(set(seen)) == 5
    assert [replayed(app, token) for token in seen] == [False, False, False, False, True]
    assert "chosen-by-somebody-else-xxxxxxxxxxxxxxxxxxx" not in seen


def test_every_cookie_is_pinned_to_us_over_https(app, ada):
    app.config["SESSION_COOKIE_SECURE"] = True
    app.config["SESSION_COOKIE_NAME"] = "__Host-form"
    browser = app.test_client()
    lines = []
    for ask in (
        lambda: browser.get("/sign-in", base_url="https://localhost"),
        lambda: browser.post("/sign-in", data={"name": "ada", "password": PASSWORD}, base_url="https://localhost"),
        lambda: browser.post("/settings/theme", data={"theme": "dark"}, base_url="https://localhost"),
        lambda: browser.post("/sign-out", base_url="https://localhost"),
    ):
        lines += ask().headers.getlist("Set-Cookie")

    assert {line.split("=")[0] for line in lines} >= {"__Host-wm", "__Host-device", "theme"}
    for line in lines:
        assert "Secure" in line, line
        assert "SameSite=Lax" in line, line
        assert "Path=/" in line, line
        assert "Domain" not in line, line
        assert "HttpOnly" in line or line.startswith("theme="), line


@pytest.mark.once
def test_too_many_tries_say_when_to_come_back(app, client, ada, full_hour):
    for _ in range(25):
        answer = sign_in(client, "ada", "a wrong guess")

    assert answer.status_code == 429
    assert re.search(r"Come back in (about )?(a minute|\d+ minutes?)", answer.text)
    assert 0 < int(answer.headers["Retry-After"]) <= 900


@pytest.mark.once
def test_guessing_does_not_keep_the_owner_out_of_a_known_browser(app, client, ada, full_hour):
    sign_in(client)
    client.post("/sign-out")
    stranger = app.test_client()
    for _ in range(25):
        sign_in(stranger, "ada", "a wrong guess")

    assert sign_in(stranger).status_code == 429
    assert sign_in(client).location == "/"


@pytest.mark.parametrize("made_up", ["x", "WyJtYXJrIiwiYWRhIl0.signature", "", '["mark","ada"]', "é" * 40])
def test_nobody_makes_a_known_browser_up(app, ada, made_up, full_hour):
    stranger = app.test_client()
    stranger.set_cookie("device", made_up)
    for _ in range(25):
        sign_in(stranger, "ada", "a wrong guess")

    assert sign_in(stranger).status_code == 429


@pytest.mark.once
def test_a_link_by_mail_sets_a_new_password_and_lets_in(client, ada_has_forgotten):
    whole, part = client.get(ada_has_forgotten), client.get(ada_has_forgotten, hx=True)
    assert "For @ada" in whole.text
    assert 'id="reset"' in part.text

    answer = client.post(ada_has_forgotten, data=NEW)

    assert answer.location == "/"
    assert is_in(client, "ada")
    assert client.get(ada_has_forgotten).status_code == 410


@pytest.mark.once
def test_a_poor_new_password_is_refused_in_place(client, ada, ada_has_forgotten):
    before = ada.password_hash

    for hx in (False, True):
        answer = client.post(ada_has_forgotten, data={"password": "password12345"}, hx=hx)
        assert answer.status_code == 422
        assert "easy to guess" in answer.text

    db.session.refresh(ada)
    assert ada.password_hash == before
    assert client.get(ada_has_forgotten).status_code == 200


def test_pages_with_a_secret_in_their_address_tell_it_to_nobody(client, ada_has_forgotten, dee_wants_to_join):
    for path in (ada_has_forgotten, dee_wants_to_join, "/verify/made-up", "/reset/made-up"):
        answer = client.get(path)

        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.once
def test_the_password_is_asked_again_where_it_matters(as_ada, ada):
    whole, part = as_ada.get("/confirm"), as_ada.get("/confirm", hx=True)
    wrong = as_ada.post("/confirm", data={"current_password": "not this one"})
    right = as_ada.post("/confirm", data={"current_password": PASSWORD, "next": "/settings/account"})

    assert "<html" in whole.text
    assert 'id="confirm"' in part.text
    assert wrong.status_code == 422
    assert right.location == "/settings/account"


@pytest.mark.once
def test_using_the_site_is_noted(as_ada, ada):
    clock.shift(clock.timedelta(minutes=6))

    as_ada.get("/")

    row = db.session.query(Session).one()
    assert clock.now() - row.last_used_at < clock.timedelta(minutes=1)
