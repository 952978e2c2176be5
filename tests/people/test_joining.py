"""Joining: an account exists once its address is confirmed, and nobody learns who is here."""

import pytest
from sqlalchemy import func, select

from tests.people.post import letters, secret, words
from wm.domains import people
from wm.domains.people.models import Person, Token
from wm.kernel.db import db
from wm.kernel.job import Job

WISH = {"name": "Dee Mori", "handle": "dee", "email": "dee@example.org", "password": "my kettle sings at dawn"}


def join(network="192.0.2.0/24", **changes) -> None:
    people.join(**WISH | changes, network=network)
    db.session.commit()


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_nobody_exists_before_the_address_is_confirmed(app, run_jobs):
    join()
    run_jobs()

    assert count(Person) == 0
    assert people.by_name("dee@example.org") is None


def test_the_link_in_the_mail_makes_the_account(app, run_jobs):
    join()
    run_jobs()

    dee = people.verify(secret(letters()[0]), handle="dee")
    db.session.commit()

    assert (dee.handle, dee.name, dee.email, dee.role) == ("dee", "Dee Mori", "dee@example.org", "viewer")
    assert dee.email_verified_at is not None
    assert people.sign_in("dee", WISH["password"], network="x") == dee


def test_the_mail_goes_to_the_address_and_carries_nothing_that_a_stranger_typed(app, run_jobs):
    join(name="Win at http://evil.example")
    run_jobs()

    (letter,) = letters()

    assert letter["To"] == "dee@example.org"
    assert letter["Subject"] == "Confirm your address for Weekmotion"
    assert "evil.example" not in letter.as_string()
    assert "half an hour" in words(letter)


def test_the_secret_of_the_link_stands_in_no_row(app, run_jobs):
    join()
    run_jobs()

    raw = secret(letters()[0])

    rows = [
        *db.session.scalars(select(Token.payload)),
        *db.session.scalars(select(Token.hash)),
        *db.session.scalars(select(Job.args)),
    ]
    assert all(raw not in row for row in rows)
    assert all(WISH["password"] not in row for row in rows)


def test_a_link_works_once(app, run_jobs):
    join()
    run_jobs()
    raw = secret(letters()[0])
    people.verify(raw, handle="dee")

    with pytest.raises(people.TokenUsedUp):
        people.verify(raw, handle="dee2")
    assert count(Person) == 1


def test_a_link_works_for_half_an_hour(app, run_jobs, later):
    join()
    run_jobs()
    later(minutes=31)

    with pytest.raises(people.TokenUsedUp):
        people.verify(secret(letters()[0]), handle="dee")
    assert count(Person) == 0


def test_a_late_link_is_answered_with_a_new_one_to_the_same_address(app, run_jobs, later):
    join()
    run_jobs()
    late = secret(letters()[0])
    later(minutes=31)

    assert people.may_send_again(late)
    assert people.send_again(late, network="x")
    run_jobs()

    assert letters()[1]["To"] == "dee@example.org"
    assert people.verify(secret(letters()[1]), handle="dee").handle == "dee"
    assert not people.may_send_again(late)


def test_joining_with_a_known_address_tells_only_its_owner(app, ada, run_jobs):
    join(email="ADA@example.org")
    run_jobs()

    (letter,) = letters()

    assert letter["To"] == "ada@example.org"
    assert "you have an account here already" in words(letter)
    assert "/verify/" not in words(letter)
    assert count(Person) == 1


def test_a_known_address_leaves_the_same_rows_behind_as_a_new_one(app, ada):
    join(email="ada@example.org")
    known = (count(Token), count(Job))
    join(email="new@example.org", handle="dee2")

    assert (count(Token), count(Job)) == (2 * known[0], 2 * known[1])


def test_a_wish_does_not_keep_a_handle_from_others(app):
    join()

    join(email="other@example.org")

    assert count(Token) == 2


def test_who_confirms_first_gets_the_handle_and_the_other_chooses_again(app, run_jobs):
    join()
    join(email="other@example.org", name="Other")
    run_jobs()
    first, second = (secret(letter) for letter in letters())
    people.verify(first, handle="dee")
    db.session.commit()

    with pytest.raises(people.HandleTaken):
        people.verify(second, handle="dee")
    db.session.rollback()

    assert people.verify(second, handle="dee_too").email == "other@example.org"


def test_two_wishes_for_one_address_make_one_account(app, run_jobs):
    join()
    join(handle="dee_b")
    run_jobs()
    first, second = (secret(letter) for letter in letters())
    people.verify(first, handle="dee")
    db.session.commit()

    with pytest.raises(people.AddressTaken):
        people.verify(second, handle="dee_b")
    db.session.rollback()

    assert count(Person) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"handle": "no spaces"}, "handle"),
        ({"handle": "admin"}, "handle"),
        ({"handle": "ADA"}, "handle"),
        ({"email": "nowhere"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "password12345"}, "password"),
        ({"password": "dee@example.org"}, "password"),
    ],
)
def test_a_field_that_can_not_be_used_is_named_and_nothing_is_kept(app, ada, change, field):
    with pytest.raises(people.FieldRefused) as refusal:
        join(**change)

    assert list(refusal.value.fields) == [field]
    assert (count(Token), count(Job)) == (0, 0)


def test_one_address_gets_five_mails_an_hour(app):
    for n in range(5):
        join(network=f"net{n}")

    with pytest.raises(people.TooManyTries, match="Come back in"):
        join(network="net9")
    assert count(Token) == 5


def test_unused_wishes_are_forgotten_after_three_days(app, run_jobs, later):
    join()
    run_jobs()
    later(days=3, minutes=1)

    people.forget_old()

    assert count(Token) == 0
