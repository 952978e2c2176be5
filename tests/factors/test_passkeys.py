"""Passkeys (trust S10): only our own challenge, only once, only for this site, only from the key that we know."""

import pytest

from tests.cast import PASSWORD
from tests.factors.authenticator import ORIGIN, PRESENT, Key
from tests.factors.conftest import codes_on, cookie, is_in
from wm.domains import factors
from wm.domains.factors.models import Passkey
from wm.kernel import clock
from wm.kernel.db import db

NET = "192.0.2.0/24"


def added(person, key=None) -> Key:
    """A passkey of somebody, with codes that are kept."""
    key = key or Key()
    challenge = asked_anew(person)
    factors.add_passkey(person, secret=challenge.secret, credential=key.make(challenge.options), name="A phone")
    factors.kept(person)
    db.session.commit()
    return key


def asked_anew(person):
    challenge = factors.ask_new_passkey(person, network=NET)
    db.session.commit()
    return challenge


def asked(person=None):
    challenge = factors.ask_passkey(person, network=NET)
    db.session.commit()
    return challenge


def refused(challenge, answer, of=None) -> bool:
    """Whether it was refused; whatever happens is kept, as it would be."""
    try:
        factors.check_passkey(challenge.secret, answer, of=of)
    except factors.PasskeyRefused:
        return True
    finally:
        db.session.commit()
    return False


def tried(key, person=None, of=None, **how) -> bool:
    """Whether the answer of `key` to a new challenge (for `person`) was refused."""
    challenge = asked(person)
    return refused(challenge, key.answer(challenge.options, **how), of=of)


@pytest.fixture
def key(ada):
    return added(ada)


@pytest.mark.once
def test_a_passkey_is_added_and_signs_in_alone(as_ada, client, ada, run_jobs):
    key, before = Key(), cookie(as_ada)
    options = as_ada.post("/settings/safety/passkeys/challenge").text
    answer = as_ada.post("/settings/safety/passkeys", data={"credential": key.make(options), "name": "My phone"})

    assert len(codes_on(answer)) == 10
    assert cookie(as_ada) != before
    assert "My phone" in as_ada.get("/settings/safety").text
    options = client.post("/sign-in/passkey/challenge").text
    answer = client.post("/sign-in/passkey", data={"credential": key.answer(options), "next": "/wallet"})
    assert (answer.location, is_in(client)) == ("/wallet", True)


@pytest.mark.once
def test_a_passkey_is_the_second_step_of_its_owner_alone(client, ada, ben, key):
    bens = added(ben)
    client.post("/sign-in", data={"name": "ada", "password": PASSWORD})

    options = client.post("/sign-in/passkey/challenge").text
    assert client.post("/sign-in/passkey", data={"credential": bens.answer(options)}).status_code == 422
    assert not is_in(client)
    options = client.post("/sign-in/passkey/challenge").text
    assert client.post("/sign-in/passkey", data={"credential": key.answer(options)}).status_code == 303
    assert is_in(client)


@pytest.mark.once
def test_fifty_replayed_or_foreign_answers_are_refused(app, ada, ben, key):
    first = asked()
    good = key.answer(first.options)
    assert factors.check_passkey(first.secret, good, of=None) == ada
    db.session.commit()
    replays = [refused(first, good) for _ in range(10)]
    replays += [refused(asked(), good) for _ in range(10)]  # the same answer to another challenge

    stranger = Key()
    stranger.id, stranger.handle = key.id, key.handle  # knows the id of the key, not the key
    foreign = [tried(key, origin=origin) for origin in ORIGINS]
    foreign += [tried(stranger) for _ in range(5)] + [tried(Key()) for _ in range(5)]
    foreign += [tried(key, flags=PRESENT) for _ in range(3)]  # nobody showed a finger or a number
    foreign += [tried(key, kind="webauthn.create") for _ in range(2)]
    foreign += [tried(key, ben) for _ in range(3)] + [tried(key, of=ben) for _ in range(2)]
    foreign += [refused(asked(), key.answer(asked().options)) for _ in range(2)]  # a challenge of another browser

    assert (len(replays + foreign), replays.count(False), foreign.count(False)) == (50, 0, 0)
    assert not tried(key)  # the control


ORIGINS = (
    "https://localhost",
    "http://localhost:81",
    "http://localhost.evil.example",
    "http://evil.example",
    "null",
    "",
)
ORIGINS += (f"{ORIGIN}/", f"{ORIGIN}@evil.example")


@pytest.mark.once
@pytest.mark.parametrize(
    "answer", ["", "x", "[]", "{}", "null", '{"id": 1}', "9" * 9000, '{"id":"a","rawId":"b"}', "\0"]
)
def test_an_answer_that_is_none_is_refused(ada, key, answer):
    assert refused(asked(), answer)


def test_an_answer_that_came_late_is_refused_and_a_refused_challenge_is_used_up(ada, key, later):
    challenge = asked()
    assert refused(challenge, "{}")
    assert refused(challenge, key.answer(challenge.options))

    challenge = asked()
    later(minutes=11)
    assert refused(challenge, key.answer(challenge.options))


def test_a_copy_of_a_key_shows_by_its_count(ada, key):
    key.count = 5
    assert not tried(key)

    key.count = 3
    assert tried(key)


def test_a_passkey_of_another_site_or_browser_is_not_kept(ada, ben):
    for key, origin in ((Key("evil.example"), ORIGIN), (Key(), "http://evil.example")):
        challenge = asked_anew(ada)
        with pytest.raises(factors.PasskeyRefused):
            factors.add_passkey(ada, secret=challenge.secret, credential=key.make(challenge.options, origin), name="")
    challenge = asked_anew(ada)
    with pytest.raises(factors.PasskeyRefused):
        factors.add_passkey(ben, secret=challenge.secret, credential=Key().make(challenge.options), name="")

    assert db.session.scalars(db.select(Passkey)).all() == []


def test_a_removed_passkey_signs_nobody_in(as_ada, ada, key):
    (row,) = factors.passkeys_of(ada)
    assert as_ada.post(f"/settings/safety/passkeys/{row.public_id}/removal").status_code == 303

    assert tried(key)
    assert not factors.has_any(ada.id)
    assert factors.left(ada) == 0


@pytest.mark.once
def test_nobody_removes_the_passkey_of_somebody_else(as_ben, ada, key):
    (row,) = factors.passkeys_of(ada)

    assert as_ben.post(f"/settings/safety/passkeys/{row.public_id}/removal").status_code == 404
    assert factors.passkeys_of(ada) == [row]


def test_a_closed_account_is_nobody(ada, key):
    ada.closed_at = clock.now()
    db.session.commit()

    assert tried(key)
