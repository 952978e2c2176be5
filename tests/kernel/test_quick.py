"""A statement put into words once: the same rows as from a session, whatever it is told."""

from datetime import datetime, timedelta, timezone

from sqlalchemy import bindparam, select, update

from wm.domains.people.models import Person
from wm.kernel import quick
from wm.kernel.db import db, loaded
from wm.kernel.job import Job

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


def test_what_is_written_fits_its_column(app):
    (row,) = _rows(1)
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    write = update(Job.__table__).where(Job.id == bindparam("row"))
    write = write.values(run_at=bindparam("at", type_=Job.run_at.type), kind=bindparam("said", type_=Job.kind.type))

    quick.execute(db.session.connection(), write, {"row": row.id, "at": moment, "said": "caf\u00e9"})

    db.session.expire_all()
    assert (row.run_at, row.kind) == (moment, "caf?")


def test_several_rows_are_written_at_once(app):
    rows = _rows(3)
    write = update(Job.__table__).where(Job.id == bindparam("row")).values(subject=bindparam("said"))

    quick.execute(db.session.connection(), write, *({"row": each.id, "said": f"s{each.id}"} for each in rows))

    db.session.expire_all()
    assert [each.subject for each in rows] == [f"s{each.id}" for each in rows]


def _rows(count: int) -> list[Job]:
    rows = [Job(kind="nothing", args="{}", queue="default") for _ in range(count)]
    db.session.add_all(rows)
    db.session.flush()
    return rows
