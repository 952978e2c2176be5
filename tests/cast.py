"""The cast: Ada creates, Ben watches, Cy is a stranger, Mo moderates, Ruth administers; each a fixture, with a browser."""

from functools import cache

import pytest

from wm.domains import people
from wm.domains.people.passwords import hashed
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.facts import record

PASSWORD = "a long and honest password"


def _person(handle: str, name: str, role: str):
    @pytest.fixture(name=handle)
    def person(app):
        db.session.commit()
        with transaction():
            return enrolled(name=name, handle=handle, role=role)

    return person


def enrolled(*, name: str, handle: str, role: str) -> people.Person:
    """Leave what `people.enrol` leaves, which a test compares; here nothing has to be looked up, tidied or hashed first."""
    address = f"{handle}@example.org"
    person = people.Person(name=name, handle=handle, email=address, email_key=address, role=role)
    person.password_hash, person.email_verified_at = _hash(), clock.now()
    db.session.add(person)
    db.session.flush()
    record(people.PersonJoined(person_id=person.id))
    return person


@cache
def _hash() -> str:
    return hashed(PASSWORD)


def _browser_of(handle: str):
    @pytest.fixture(name=f"as_{handle}")
    def browser(app, request):
        return app.test_client().sign_in(request.getfixturevalue(handle))

    return browser


ada, as_ada = _person("ada", "Ada Okafor", "creator"), _browser_of("ada")
ben, as_ben = _person("ben", "Ben Hart", "viewer"), _browser_of("ben")
cy, as_cy = _person("cy", "Cy Lindqvist", "viewer"), _browser_of("cy")
mo, as_mo = _person("mo", "Mo Farouk", "moderator"), _browser_of("mo")
ruth, as_ruth = _person("ruth", "Ruth Amsel", "admin"), _browser_of("ruth")


def token_of(person) -> str:
    """Open a session of `person` and return what its cookie carries; commits, since workers may be writing beside us."""
    db.session.commit()
    with transaction():
        return people.open_session(person)
