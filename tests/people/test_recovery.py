"""Lost passwords and changed addresses: by mail, once, and with a word to the owner."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.conftest import PASSWORD
from tests.people.post import letters, link, secret, words
from wm.domains import people
from wm.domains.people.models import Token
from wm.kernel.db import db, retried, transaction
from wm.kernel.job import Job

NEW = "my kettle sings at dawn"
HOME = "192.0.2.0/24"


def forgotten(name="ada"):
    people.forgotten(name, network=HOME)
    db.session.commit()


def wish(person, email="ada@new.example.org"):
    people.change_address(person, current_password=PASSWORD, email=email, network=HOME)
    db.session.commit()


@pytest.mark.parametrize("name", ["ada", "@Ada", "ada@example.org", "ADA@EXAMPLE.ORG"])
def test_a_link_goes_to_the_address_that_we_know(ada, run_jobs, name):
    forgotten(name)
    run_jobs()

    (letter,) = letters()

    assert letter["To"] == "ada@example.org"
    assert link(letter).startswith("/reset/")


def test_nobody_gets_no_mail_but_leaves_the_same_row_behind(ada, run_jobs):
    forgotten("nobody@example.org")

    assert db.session.scalar(select(func.count()).select_from(Job)) == 1
    run_jobs()
    assert letters() == []
    assert db.session.scalar(select(func.count()).select_from(Token)) == 0


def test_the_link_sets_a_new_password_and_ends_every_session(ada, run_jobs):
    token = people.open_session(ada)
    forgotten()
    run_jobs()

    people.reset(secret(letters()[0]), password=NEW)
    db.session.commit()

    assert people.session_for(token) is None
    assert people.sign_in("ada", NEW, network=HOME) == ada
    with pytest.raises(people.WrongPassword):
        people.sign_in("ada", PASSWORD, network=HOME)


def test_the_owner_is_told_of_a_new_password(ada, run_jobs):
    forgotten()
    run_jobs()
    people.reset(secret(letters()[0]), password=NEW)
    run_jobs()

    assert letters()[-1]["Subject"] == "Your password has been changed"
    assert letters()[-1]["To"] == "ada@example.org"


def test_a_link_works_once_and_for_half_an_hour(ada, run_jobs, later):
    forgotten()
    run_jobs()
    used = secret(letters()[0])
    people.reset(used, password=NEW)
    forgotten()
    run_jobs()
    late = secret(letters()[-1])
    later(minutes=31)

    for dead in (used, late, "made up", ""):
        assert people.find_forgetful(dead) is None
        with pytest.raises(people.TokenUsedUp):
            people.reset(dead, password="another good phrase")


def test_a_new_link_makes_the_one_before_worthless(ada, run_jobs):
    forgotten()
    run_jobs()
    forgotten()
    run_jobs()
    first, second = (secret(letter) for letter in letters())

    with pytest.raises(people.TokenUsedUp):
        people.reset(first, password=NEW)
    assert people.reset(second, password=NEW) == ada


def test_a_link_for_one_thing_opens_no_other(ada, run_jobs):
    wish(ada)
    run_jobs()
    raw = next(secret(letter) for letter in letters() if letter["To"] == "ada@new.example.org")

    with pytest.raises(people.TokenUsedUp):
        people.reset(raw, password=NEW)
    assert people.find_wish(raw) is None


def test_a_poor_new_password_leaves_the_link_good(ada, run_jobs):
    forgotten()
    run_jobs()
    raw = secret(letters()[0])

    with pytest.raises(people.PasswordTooCommon):
        people.reset(raw, password="password12345")
    db.session.rollback()

    assert people.reset(raw, password=NEW) == ada


def test_of_fifty_who_use_a_link_at_once_one_succeeds(app, ada, run_jobs):
    forgotten()
    run_jobs()
    raw = secret(letters()[0])
    db.session.commit()

    def use(n):
        def unit():
            with transaction():
                people.reset(raw, password=f"{NEW} number {n}")

        with app.app_context():
            try:
                retried(unit)
            except people.TokenUsedUp:
                return 0
        return 1

    with ThreadPoolExecutor(10) as crowd:
        won = list(crowd.map(lambda n: contextvars.Context().run(use, n), range(50)))

    assert sum(won) == 1
    assert people.sign_in("ada", f"{NEW} number {won.index(1)}", network=HOME)


def test_five_mails_an_hour_are_enough(ada, run_jobs):
    for n in range(5):
        people.forgotten("ada", network=f"10.0.{n}.0/24")
        db.session.commit()

    with pytest.raises(people.TooManyTries):
        people.forgotten("@ADA", network="10.0.9.0/24")


def test_changing_the_password_needs_the_present_one(ada):
    before = ada.password_hash

    with pytest.raises(people.CurrentPasswordWrong):
        people.change_password(ada, current="not this one", new=NEW)

    assert ada.password_hash == before


def test_the_present_password_can_not_be_guessed_from_inside(ada):
    for _ in range(10):
        with pytest.raises(people.CurrentPasswordWrong):
            people.confirm_password(ada, "a guess")

    with pytest.raises(people.TooManyTries):
        people.confirm_password(ada, PASSWORD)


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_hears_of_it(ada, run_jobs):
    wish(ada)
    run_jobs()
    to_new, to_old = sorted(letters(), key=lambda letter: letter["To"] == "ada@example.org")
    assert ada.email == "ada@example.org"
    assert "a••@new.example.org" in words(to_old)

    people.confirm_address(ada, secret(to_new))
    run_jobs()

    assert ada.email == "ada@new.example.org"
    assert people.by_name("ADA@new.example.org") == ada
    assert people.by_name("ada@example.org") is None
    assert (letters()[-1]["To"], letters()[-1]["Subject"]) == ("ada@example.org", "Your address has been changed")


def test_an_address_of_somebody_else_is_told_to_nobody_but_its_owner(ada, ben, run_jobs):
    wish(ada, "BEN@example.org")
    run_jobs()

    to_ben, to_ada = sorted(letters(), key=lambda letter: letter["To"] == "ada@example.org")

    assert "belongs to another account" in words(to_ben)
    assert "/settings/address/" not in words(to_ben)
    assert to_ada["Subject"] == "Somebody wants to change your address"


def test_the_link_of_one_person_does_nothing_for_another(ada, ben, run_jobs):
    wish(ada)
    run_jobs()
    raw = next(secret(letter) for letter in letters() if letter["To"] == "ada@new.example.org")

    with pytest.raises(people.TokenUsedUp):
        people.confirm_address(ben, raw)
    assert ben.email == "ben@example.org"


def test_a_new_password_stops_a_change_of_address(ada, run_jobs):
    wish(ada)
    run_jobs()
    raw = next(secret(letter) for letter in letters() if letter["To"] == "ada@new.example.org")
    people.change_password(ada, current=PASSWORD, new=NEW)

    with pytest.raises(people.TokenUsedUp):
        people.confirm_address(ada, raw)


def test_changing_the_address_needs_the_password(ada):
    with pytest.raises(people.CurrentPasswordWrong):
        people.change_address(ada, current_password="not this one", email="x@example.org", network=HOME)

    assert db.session.scalar(select(func.count()).select_from(Token)) == 0
