"""No way round the second step (trust S9), a new session at every step (S1), and a fresh sign-in for what matters (S11)."""

import pyotp
import pytest

from tests.cast import PASSWORD, token_of
from tests.factors.authenticator import Key
from tests.factors.conftest import cookie, is_in
from tests.people.post import letters, secret
from wm.domains import factors, people
from wm.kernel import clock
from wm.kernel.db import db, transaction

NEW = "my kettle sings at dawn"


def password(client, word=PASSWORD):
    return client.post("/sign-in", data={"name": "ada", "password": word})


def reset_link(run_jobs) -> str:
    people.forgotten("ada", network="192.0.2.0/24")
    db.session.commit()
    run_jobs()
    return f"/reset/{secret(letters()[-1])}"


@pytest.mark.once
def test_no_flow_lets_anybody_in_with_less_than_both(client, ada, phone, run_jobs, later):
    """Eight flows, and none of them leads to a session."""
    flows = {
        "password": lambda: password(client),
        "password with htmx": lambda: client.post("/sign-in", data={"name": "ada", "password": PASSWORD}, hx=True),
        "reset": lambda: client.post(reset_link(run_jobs), data={"password": NEW}),
        "new password": lambda: password(client, NEW),
        "second step with a wrong code": lambda: client.post("/sign-in/second", data={"code": "123456"}),
        "recovery with a wrong code": lambda: client.post("/sign-in/recovery", data={"code": "ABCD-2345-WXYZ"}),
        "a passkey that nobody has": lambda: client.post(
            "/sign-in/passkey", data={"credential": Key().answer(client.post("/sign-in/passkey/challenge").text)}
        ),
        "confirming": lambda: client.post("/confirm", data={"current_password": NEW}),
    }
    bypassed = []
    for name, flow in flows.items():
        answer = flow()
        if cookie(client) or is_in(client) or answer.status_code >= 500:
            bypassed.append(name)

    assert (len(flows), bypassed) == (8, [])
    later(minutes=1)
    assert client.post("/sign-in/second", data={"code": phone.code()}).status_code == 303
    assert is_in(client)


def test_a_reset_keeps_the_second_step_and_ends_every_session(client, as_ada, ada, phone, run_jobs):
    answer = client.post(reset_link(run_jobs), data={"password": NEW})

    assert answer.location.startswith("/sign-in/second")
    assert (factors.has_any(ada.id), is_in(client), is_in(as_ada)) == (True, False, False)


def test_a_first_step_counts_for_nothing_after_the_password_changed(client, ada, phone):
    password(client)
    with transaction():
        people.change_password(people.by_handle("ada"), current=PASSWORD, new=NEW)

    assert client.post("/sign-in/second", data={"code": phone.code()}).location.startswith("/sign-in?next=")
    assert not is_in(client)


def test_a_first_step_is_over_after_ten_minutes_and_after_one_use(client, ada, phone, later):
    password(client)
    later(minutes=11)
    assert client.get("/sign-in/second").location.startswith("/sign-in?next=")

    password(client)
    half = client.get_cookie("form").value
    assert client.post("/sign-in/second", data={"code": phone.code()}).status_code == 303
    client.delete_cookie("wm")
    client.set_cookie("form", half)
    assert client.post("/sign-in/second", data={"code": phone.code(steps=1)}).location.startswith("/sign-in?next=")


@pytest.mark.once
def test_a_first_step_belongs_to_its_browser(app, client, ada, phone):
    password(client)

    other = app.test_client()
    assert other.post("/sign-in/second", data={"code": phone.code()}).location.startswith("/sign-in?next=")
    assert not is_in(other)


def test_a_new_session_begins_at_every_step_and_the_old_one_is_dead(app, client, ada, later):
    """Five transitions: signed in, password confirmed, app added, second step, passkey."""
    ids = []

    def note():
        ids.append(cookie(client))

    password(client)
    note()
    client.post("/confirm", data={"current_password": PASSWORD})
    note()
    setup = factors.begin_app(ada)
    phone = pyotp.TOTP(setup.secret.replace(" ", ""))
    client.post("/settings/safety/app", data={"setup": setup.sealed, "code": phone.at(clock.now())})
    note()
    later(minutes=1)
    client.post("/confirm", data={"current_password": PASSWORD})
    assert cookie(client) == ids[-1]  # half of a confirmation is none
    client.post("/sign-in/second", data={"code": phone.at(clock.now())})
    note()
    key = Key()
    options = client.post("/settings/safety/passkeys/challenge").text
    client.post("/settings/safety/passkeys", data={"credential": key.make(options)})
    note()
    client.post("/sign-in/passkey", data={"credential": key.answer(client.post("/sign-in/passkey/challenge").text)})
    note()

    assert len(set(ids)) == 6
    db.session.rollback()
    assert [people.session_for(each) is None for each in ids] == [True] * 5 + [False]


STALE = {
    "app": ("get", "/settings/safety/app"),
    "app removal": ("post", "/settings/safety/app/removal"),
    "passkey": ("get", "/settings/safety/passkeys"),
    "passkey challenge": ("post", "/settings/safety/passkeys/challenge"),
    "passkey removal": ("post", "/settings/safety/passkeys/x/removal"),
    "codes": ("post", "/settings/safety/codes"),
    "payout target": ("get", "/studio/payouts/accounts/bank"),
    "withdrawal": ("get", "/studio/payouts/withdraw"),
    "address": ("post", "/settings/account/address"),
    "password": ("post", "/settings/account/password"),
}


@pytest.mark.once
@pytest.mark.parametrize("what", STALE)
def test_what_matters_needs_a_fresh_sign_in(as_ada, ada, phone, later, what):
    method, path = STALE[what]
    later(minutes=6)

    answer = getattr(as_ada, method)(path)

    assert answer.location.startswith("/confirm?next=")
    assert (factors.has_any(ada.id), factors.left(ada)) == (True, 10)


@pytest.mark.once
def test_a_password_alone_makes_nothing_fresh_again(as_ada, ada, phone, later):
    later(minutes=6)
    as_ada.post("/confirm", data={"current_password": PASSWORD})

    assert as_ada.get("/settings/safety/app").location.startswith("/confirm?next=")
    as_ada.post("/sign-in/second", data={"code": phone.code()})
    assert as_ada.get("/settings/safety/app").status_code == 200


def test_every_other_browser_is_signed_out_when_the_second_step_changes(app, as_ada, ada, phone):
    other = app.test_client()
    other.set_cookie("wm", token_of(ada))

    as_ada.post("/settings/safety/app/removal")

    assert (is_in(as_ada), is_in(other)) == (True, False)


STAFF = ("/admin/people", "/admin/books", "/admin/withdrawals", "/admin/jobs")


def test_the_staff_needs_a_second_step_before_its_pages_and_for_nothing_else(as_ruth, ruth, two_factor):
    for path in STAFF:
        assert as_ruth.get(path).location == f"/settings/safety/needed?next={path}"
    page = as_ruth.get("/settings/safety/needed?next=/admin/books").text
    assert "A second step first" in page
    assert "/settings/safety/app?next=/admin/books" in page
    assert [as_ruth.get(path).status_code for path in ("/", "/wallet", "/settings/account")] == [200] * 3


def test_the_pages_open_once_the_codes_are_kept(as_ruth, ruth, two_factor):
    setup = factors.begin_app(ruth)
    code = pyotp.TOTP(setup.secret.replace(" ", "")).at(clock.now())
    as_ruth.post("/settings/safety/app", data={"setup": setup.sealed, "code": code, "next": "/admin/books"})
    assert "/settings/safety/needed" in as_ruth.get("/admin/books").location

    kept = as_ruth.post("/settings/safety/codes/kept", data={"kept": "y", "next": "/admin/books"})

    assert kept.location == "/admin/books"
    assert as_ruth.get("/admin/books").status_code == 200


@pytest.mark.once
def test_another_role_takes_another_session(as_ben, ben):
    people.appoint(ben, "moderator")

    assert not is_in(as_ben)


def test_who_is_no_staff_does_not_learn_of_the_pages_by_that(as_ada, ada, two_factor):
    assert as_ada.get("/admin/books").status_code == 404
