"""A statement put into words once: the same rows as from a session, whatever it is told."""

from sqlalchemy import bindparam, select

from wm.domains.people.models import Person
from wm.kernel import quick
from wm.kernel.db import db, loaded

NAMED = select(Person.id, Person.name).where(
    Person.role.in_(("viewer", "creator")),
    Person.closed_at.is_(None),
    Person.id.in_(bindparam("ids", expanding=True)),
    Person.handle.in_(bindparam("handles", expanding=True)),
    Person.id >= bindparam("least"),
)


def test_it_says_the_same_with_other_values_and_other_lengths(ada, ben):
    db.session.commit()
    everybody = ["ada", "ben", "100%", "'; --"]

    assert quick.first(NAMED, {"ids": [ada.id], "handles": everybody, "least": 0}) == (ada.id, ada.name)
    assert quick.first(NAMED, {"ids": [ben.id, 0, -1], "handles": everybody, "least": 0}) == (ben.id, ben.name)
    assert quick.first(NAMED, {"ids": [ben.id, 0, -1], "handles": everybody, "least": ben.id + 1}) is None
    assert quick.first(NAMED, {"ids": [ben.id, 0, -1], "handles": ["ada", "x", "%s", ":y"], "least": 0}) is None
    assert quick.first(NAMED, {"ids": [], "handles": [], "least": 0}) is None


def test_it_is_put_into_words_once_for_each_length(ada):
    db.session.commit()
    quick._said.cache_clear()

    for number in (1, 2, 3):
        quick.first(NAMED, {"ids": [number, number], "handles": ["ada"], "least": number})

    assert quick._said.cache_info().misses == 1


def test_what_has_been_read_is_not_read_again_and_the_rest_is(ada, statements):
    db.session.commit()
    db.session.expunge_all()
    statements.clear()

    row = loaded(Person, {"id": ada.id, "name": "Ada"})
    assert (row.name, statements) == ("Ada", [])

    assert row.email == ada.email
    assert len(statements) == 1
    assert row not in db.session.dirty
