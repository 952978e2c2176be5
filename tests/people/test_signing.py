"""Signing in: the same answer for everybody who doesn't fit, and no way to keep an owner out."""

import statistics
import time

import pytest

from tests.conftest import PASSWORD
from wm.domains import people
from wm.domains.people import passwords, tries
from wm.kernel import clock
from wm.kernel.db import db

HOME = "192.0.2.0/24"
PAIRS = 40


@pytest.fixture
def evaluated(monkeypatch):
    """The passwords that were really compared with a hash."""
    compared = []
    really = passwords.matches

    def noted(password, kept):
        compared.append(password)
        return really(password, kept)

    monkeypatch.setattr(passwords, "matches", noted)
    return compared


@pytest.mark.parametrize("name", ["ada", "@ada", "ADA", "ada@example.org", " Ada@Example.ORG "])
def test_a_person_signs_in_by_handle_or_address_in_any_spelling(ada, name):
    assert people.sign_in(name, PASSWORD, network=HOME) == ada


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "wrong password here"),
        ("nobody", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("ada", ""),
        ("ada\0", PASSWORD),
    ],
)
def test_whatever_does_not_fit_is_refused_in_the_same_words(ada, name, password):
    with pytest.raises(people.WrongPassword) as refusal:
        people.sign_in(name, password, network=HOME)

    assert refusal.value.message == people.WrongPassword.message
    assert refusal.value.fields == {}


def test_an_account_that_waits_for_its_confirmation_is_nobody(app, run_jobs):
    people.join(name="Dee", handle="dee", email="dee@example.org", password=PASSWORD, network=HOME)
    db.session.commit()

    with pytest.raises(people.WrongPassword, match="open the link in our mail"):
        people.sign_in("dee@example.org", PASSWORD, network=HOME)


def test_a_closed_account_is_nobody(ada):
    ada.closed_at = clock.now()
    db.session.commit()

    with pytest.raises(people.WrongPassword):
        people.sign_in("ada", PASSWORD, network=HOME)


def test_a_good_sign_in_renews_a_hash_of_older_costs(app, ada):
    before = ada.password_hash
    app.config["ARGON2_ROUNDS"] = 2

    people.sign_in("ada", PASSWORD, network=HOME)

    assert ada.password_hash != before
    assert "t=2" in ada.password_hash


@pytest.mark.once
def test_guessing_from_everywhere_is_cut_short_and_the_owner_still_gets_in(ada, evaluated):
    refused = 0
    for n in range(300):
        try:
            people.sign_in("ada", f"guess number {n}", network=f"10.0.{n % 60}.0/24")
        except (people.WrongPassword, people.TooManyTries) as answer:
            refused += isinstance(answer, people.TooManyTries)
    guesses = len(evaluated)

    owner = people.sign_in("ada", PASSWORD, network=HOME, device="mark", known=frozenset({ada.public_id}))

    assert guesses <= 2 * tries.PASSWORDS_PER_ACCOUNT
    assert refused == 300 - guesses
    assert owner == ada


@pytest.mark.once
def test_a_day_of_guessing_is_cut_short_too(ada, evaluated, later):
    for hour in range(24):
        later(hours=hour)
        for n in range(12):
            with pytest.raises((people.WrongPassword, people.TooManyTries)):
                people.sign_in("ada", f"guess {hour} {n}", network=f"10.{hour}.{n}.0/24")

    assert len(evaluated) <= 100


@pytest.mark.once
def test_a_known_device_has_no_endless_tries_either(ada, evaluated):
    known = {"device": "mark", "known": frozenset({ada.public_id})}
    for n in range(30):
        with pytest.raises((people.WrongPassword, people.TooManyTries)):
            people.sign_in("ada", f"guess {n}", network=HOME, **known)

    assert len(evaluated) <= 2 * tries.PASSWORDS_PER_DEVICE


@pytest.mark.once
def test_a_device_known_to_ben_is_a_stranger_to_ada(ada, ben, evaluated):
    for n in range(30):
        with pytest.raises((people.WrongPassword, people.TooManyTries)):
            people.sign_in(
                "ada", f"guess {n}", network=f"10.0.{n}.0/24", device=f"mark{n}", known=frozenset({ben.public_id})
            )

    assert len(evaluated) <= 2 * tries.PASSWORDS_PER_ACCOUNT


def test_one_network_can_not_try_many_accounts(ada, evaluated):
    for n in range(200):
        with pytest.raises((people.WrongPassword, people.TooManyTries)):
            people.sign_in(f"person{n}", "the same guess", network=HOME)

    assert len(evaluated) <= 2 * tries.PASSWORDS_PER_NETWORK


@pytest.mark.once
def test_an_address_nobody_has_runs_out_of_tries_like_one_that_somebody_has(ada):
    def tries_until_refused(name):
        for n in range(40):
            try:
                people.sign_in(name, "a wrong guess", network=f"10.1.{n}.0/24")
            except people.WrongPassword:
                continue
            except people.TooManyTries:
                return n

    assert (
        tries_until_refused("nobody@example.org")
        == tries_until_refused("ada@example.org")
        == tries.PASSWORDS_PER_ACCOUNT
    )


def test_tries_are_counted_by_person_not_by_spelling(ada, evaluated):
    for n, name in enumerate(["ada", "@ada", "ADA", "ada@example.org", "Ada@example.org"] * 8):
        with pytest.raises((people.WrongPassword, people.TooManyTries)):
            people.sign_in(name, "a wrong guess", network=f"10.2.{n}.0/24")

    assert len(evaluated) <= 2 * tries.PASSWORDS_PER_ACCOUNT


@pytest.mark.once
def test_the_refusal_says_when_to_come_back(ada):
    for n in range(tries.PASSWORDS_PER_ACCOUNT):
        with pytest.raises(people.WrongPassword):
            people.sign_in("ada", "a wrong guess", network=f"10.3.{n}.0/24")

    with pytest.raises(people.TooManyTries, match=r"Come back in (a minute|\d+ minutes)") as refusal:
        people.sign_in("ada", PASSWORD, network="10.4.0.0/24")

    assert 0 < refusal.value.retry_after <= tries.QUARTER


@pytest.mark.once
@pytest.mark.slow
def test_somebody_and_nobody_take_the_same_time(app, ada, monkeypatch):
    app.config |= {"ARGON2_MEMORY_KIB": 19456, "ARGON2_ROUNDS": 2}
    ada.password_hash = passwords.hashed(PASSWORD)
    db.session.commit()
    monkeypatch.setattr(tries, "_spend", lambda *_: None)
    took = {"ada": [], "nobody": []}

    for _ in range(PAIRS):
        for name, times in took.items():
            began = time.thread_time()
            with pytest.raises(people.WrongPassword):
                people.sign_in(name, "a wrong password", network=HOME)
            times.append(time.thread_time() - began)

    assert abs(statistics.median(took["ada"]) - statistics.median(took["nobody"])) < 0.005
    assert statistics.median(took["nobody"]) > 0.010
