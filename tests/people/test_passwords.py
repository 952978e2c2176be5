"""Passwords: long ones of any kind are fine, guessable ones of any kind are not."""

from pathlib import Path

import pytest

from wm.domains.people import guessable, passwords
from wm.domains.people.errors import PasswordIsYou, PasswordTooCommon, PasswordTooLong, PasswordTooShort

COMMON = Path(__file__).with_name("guesses.txt").read_text().split()
GOOD = [
    "river lamp forty seven",
    "my kettle sings at dawn",
    "vK9#mQ2$wLp7",
    "purple-otter-drives",
    "নদীর ধারে একটা বাড়ি",
    "нам нужен новый чайник",
    "we were there before",
    "correct pony battery",
    "gr1lled aubergine",
    "aZ4kP9sL2m",
    "x" * 3 + "7hQ-vane-" * 20,
]


@pytest.mark.parametrize("password", COMMON)
def test_what_everybody_tries_first_is_refused(app, password):
    with pytest.raises(PasswordTooCommon):
        passwords.check(password)


def test_every_word_of_the_list_is_refused_as_it_stands_and_with_a_year_behind_it():
    words = sorted(guessable._common())

    assert len(words) > 4000
    assert [word for word in words if not guessable.is_common(word)] == []
    assert [word for word in words if word.isalpha() and not guessable.is_common(f"{word.title()}2024!")] == []


@pytest.mark.parametrize("password", GOOD)
def test_any_other_is_taken_without_rules_about_its_letters(app, password):
    assert passwords.check(password) == password


@pytest.mark.parametrize(
    "password", ["ada-okafor-2024", "okafor12345", "Ada.Okafor!", "ada@example.org", "adaadaadaada", "example.org1"]
)
def test_ones_own_name_handle_and_address_are_refused(app, password):
    with pytest.raises(PasswordIsYou):
        passwords.check(password, own=("ada", "Ada Okafor", "ada@example.org"))


def test_a_name_inside_a_long_phrase_is_nobodys_business(app):
    assert passwords.check("ada hums in nine rivers", own=("ada", "Ada Okafor", "ada@example.org"))


def test_length_is_counted_in_characters_as_people_see_them(app):
    app.config["PASSWORD_MIN_LENGTH"] = 15

    with pytest.raises(PasswordTooShort, match="15 characters"):
        passwords.check("vK9#mQ2$wLp7xx")
    assert passwords.check("vK9#mQ2$wLp7xxy")
    assert passwords.check("চায়ের কাপে ঝড় ওঠে")


def test_two_hundred_characters_are_taken_and_not_one_more(app):
    phrase = ("seven lamps by the river " * 9)[:200]

    assert passwords.matches(phrase, passwords.hashed(phrase))
    with pytest.raises(PasswordTooLong):
        passwords.check(phrase + "x")


def test_no_character_at_the_end_is_cut_off(app):
    phrase = ("seven lamps by the river " * 9)[:200]

    assert not passwords.matches(phrase[:-1], passwords.hashed(phrase))


def test_the_same_letters_from_another_keyboard_are_the_same_password(app):
    assert passwords.matches("cafe\u0301 au lait noir", passwords.hashed("caf\u00e9 au lait noir"))


def test_a_hash_is_argon2id_and_never_twice_the_same(app):
    one, other = passwords.hashed("my kettle sings"), passwords.hashed("my kettle sings")

    assert one.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert one != other


def test_nobody_has_no_password(app):
    assert not passwords.matches("my kettle sings", None)
    assert not passwords.matches("", None)


def test_a_hash_of_older_costs_is_outdated(app):
    kept = passwords.hashed("my kettle sings")

    app.config["ARGON2_ROUNDS"] = 2

    assert passwords.is_outdated(kept)
    assert passwords.matches("my kettle sings", kept)
