"""Settings: profile, pictures, account, sessions, look; each page plain and with htmx."""

import re

import pytest

from tests.conftest import PASSWORD
from tests.pages.visits import change_password, replayed
from tests.people.post import letters, link
from wm.domains import people
from wm.domains.people.models import Session, Token
from wm.kernel import clock
from wm.kernel.db import db

PROFILE = {"profile-name": "Ada O.", "profile-handle": "ada", "profile-bio": "Rivers & light"}
ADDRESS = {"address-email": "ada@new.example.org", "address-current_password": PASSWORD}


def row(n, url, label=""):
    return {f"profile-links-{n}-url": url, f"profile-links-{n}-label": label}


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("/settings/profile", "profile"),
        ("/settings/account", "password"),
        ("/settings/sessions", "sessions"),
        ("/settings/theme", "look"),
    ],
)
def test_each_page_stands_alone_and_names_one_fragment(as_ada, path, root):
    whole, part = as_ada.get(path), as_ada.get(path, hx=True)

    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.text
    assert re.match(rf'\s*<\w+ class="[^"]*" id="{root}"', part.text)


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["/settings/profile", "/settings/account", "/settings/sessions", "/settings", "/confirm"]
)
def test_visitors_are_sent_to_sign_in(client, path):
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.once
def test_words_and_links_are_saved_and_shown(as_ada, client):
    answer = as_ada.post("/settings/profile", data=PROFILE | row(0, "https://ada.example.org", "Home") | row(1, ""))
    shown = client.get("/@ada").text

    assert answer.location == "/settings/profile"
    assert "Ada O." in shown
    assert "Rivers &amp; light" in shown
    assert 'href="https://ada.example.org" rel="nofollow ugc noopener"' in shown
    assert 'value="https://ada.example.org"' in as_ada.get("/settings/profile").text


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"profile-name": ""}, "This is needed."),
        ({"profile-handle": "ben"}, "Somebody has that handle already"),
        ({"profile-handle": "admin"}, "kept for the site"),
        ({"profile-bio": "x" * 1001}, "1000"),
        (row(0, "javascript:alert(1)"), "Start links with https://"),
    ],
)
def test_a_refused_profile_keeps_what_was_typed_and_changes_nothing(as_ada, ben, change, words):
    for hx in (False, True):
        answer = as_ada.post("/settings/profile", data=PROFILE | {"profile-name": "Typed name"} | change, hx=hx)

        assert answer.status_code == 422
        assert words in answer.text
        assert ("<html" in answer.text) is not hx
        assert "profile-bio" in change or "Rivers &amp; light" in answer.text
    ada = people.by_handle("ada")
    assert (ada.name, ada.bio, ada.links) == ("Ada Okafor", "", [])


def test_a_new_password_signs_out_all_others_and_not_this_one(app, as_ada, ada):
    phone = app.test_client().sign_in(ada)
    theirs = phone.get_cookie("wm").value

    answer = change_password(as_ada)

    assert answer.location == "/settings/account"
    assert as_ada.get("/settings/account").status_code == 200
    assert not replayed(app, theirs)


@pytest.mark.once
@pytest.mark.parametrize(
    ("current", "new", "words"),
    [
        ("not this one", "a quite different phrase", "not your current password"),
        (PASSWORD, "short", "at least 10 characters"),
        (PASSWORD, "password12345", "easy to guess"),
        (PASSWORD, "ada okafor 1", "too close to your name"),
        ("", "", "This is needed."),
    ],
)
def test_a_refused_password_changes_nothing(as_ada, ada, current, new, words):
    before, session = ada.password_hash, as_ada.get_cookie("wm").value

    for hx in (False, True):
        answer = as_ada.post(
            "/settings/account/password", data={"password-current_password": current, "password-password": new}, hx=hx
        )
        assert answer.status_code == 422
        assert words.lower() in answer.text.lower()

    db.session.refresh(ada)
    assert ada.password_hash == before
    assert as_ada.get_cookie("wm").value == session


def test_a_stale_session_changes_nothing_without_the_password(as_ada, ada):
    clock.shift(clock.timedelta(hours=1))
    before = ada.password_hash

    refused = [
        as_ada.post("/settings/account/password", data={"password-password": "a quite different phrase"}),
        as_ada.post("/settings/account/address", data={"address-email": "thief@example.org"}),
    ]

    db.session.refresh(ada)
    assert [answer.status_code for answer in refused] == [422, 422]
    assert (ada.password_hash, ada.email) == (before, "ada@example.org")
    assert db.session.query(Token).count() == 0


def test_a_new_address_counts_after_its_link(as_ada, ada, run_jobs):
    asked = as_ada.post("/settings/account/address", data=ADDRESS)
    run_jobs()
    path = next(link(each) for each in letters() if each["To"] == "ada@new.example.org")
    assert asked.location == "/settings/account"
    assert "ada@new.example.org" in as_ada.get(path).text
    assert people.by_handle("ada").email == "ada@example.org"

    answer = as_ada.post(path)

    assert answer.location == "/settings/account"
    assert people.by_handle("ada").email == "ada@new.example.org"
    assert as_ada.get(path).status_code == 410


@pytest.mark.once
def test_the_page_says_the_same_of_an_address_that_somebody_has(as_ada, ben):
    answers = {
        (answer.status_code, answer.location)
        for email in ("ben@example.org", "free@example.org")
        for answer in [as_ada.post("/settings/account/address", data=ADDRESS | {"address-email": email})]
    }

    assert answers == {(303, "/settings/account")}


@pytest.mark.once
def test_the_link_of_ada_is_nothing_to_ben(as_ada, as_ben, run_jobs):
    as_ada.post("/settings/account/address", data=ADDRESS)
    run_jobs()
    path = next(link(each) for each in letters() if each["To"] == "ada@new.example.org")

    assert (as_ben.get(path).status_code, as_ben.post(path).status_code) == (410, 410)
    assert people.by_handle("ben").email == "ben@example.org"


def test_sessions_are_listed_and_one_can_be_ended(app, as_ada, ada):
    phone = app.test_client().sign_in(ada)
    theirs = phone.get_cookie("wm").value
    listed = as_ada.get("/settings/sessions").text
    (path,) = re.findall(r'action="(/settings/sessions/\w+/revocation)"', listed)
    assert listed.count("This browser") == 1

    answer = as_ada.post(path, hx=True)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="sessions" id="sessions"')
    assert "That browser is signed out." in answer.text
    assert not replayed(app, theirs)
    assert as_ada.get("/settings/sessions").status_code == 200
    assert as_ada.post(path).status_code == 404


def test_all_others_can_be_ended_at_once(app, as_ada, ada):
    others = [app.test_client().sign_in(ada).get_cookie("wm").value for _ in range(3)]

    answer = as_ada.post("/settings/sessions/revocation")

    assert answer.location == "/settings/sessions"
    assert [replayed(app, token) for token in others] == [False] * 3
    assert as_ada.get("/settings/sessions").text.count('class="session"') == 1


def test_nobody_ends_the_session_of_somebody_else(as_ada, as_ben, ada):
    theirs = db.session.query(Session).filter_by(person_id=ada.id).one().public_id

    assert as_ben.post(f"/settings/sessions/{theirs}/revocation").status_code == 404
    assert as_ada.get("/settings/sessions").status_code == 200


def test_this_browser_is_ended_by_signing_out_not_by_the_list(as_ada, ada):
    here = db.session.query(Session).one().public_id

    assert as_ada.post(f"/settings/sessions/{here}/revocation").status_code == 409
    assert as_ada.get("/settings/sessions").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(("chosen", "shown"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_a_look_is_remembered(client, chosen, shown):
    answer = client.post("/settings/theme", data={"theme": chosen, "next": "/settings/theme"})

    assert answer.location == "/settings/theme"
    assert shown in client.get("/settings/theme").text


@pytest.mark.once
def test_the_device_decides_again_and_nonsense_decides_nothing(client):
    client.post("/settings/theme", data={"theme": "dark"})
    assert client.post("/settings/theme", data={"theme": "<script>"}).status_code == 422
    client.post("/settings/theme", data={"theme": "system"})

    assert "data-theme=" not in client.get("/settings/theme").text.split("<body")[0]


@pytest.mark.once
def test_asking_for_a_look_changes_nothing(client):
    answer = client.get("/settings/theme?theme=dark")

    assert not any(line.startswith("theme=") for line in answer.headers.getlist("Set-Cookie"))
