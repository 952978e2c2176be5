"""Connections that rest: one that died is replaced before anybody notices, and none takes an open transaction along."""

from contextlib import closing

import pytest
from pymysql.connections import Connection
from sqlalchemy import text

from wm.kernel import pool
from wm.kernel.db import db, transaction


@pytest.fixture
def server(app, on_a_server):
    """A way to close every other connection to the server; none that another test has left is in the pool."""
    db.session.rollback()
    db.engine.dispose()

    def kill() -> None:
        with db.engine.connect() as mine:
            me = mine.scalar(text("SELECT CONNECTION_ID()"))
            for each in mine.execute(text("SHOW PROCESSLIST")).all():
                if each.Id != me and each.db == db.engine.url.database:
                    mine.exec_driver_sql(f"KILL {each.Id}")
            mine.invalidate()  # nor does this one rest

    return kill


@pytest.fixture
def pings(monkeypatch):
    """The pings since."""
    said, real = [], Connection.ping
    monkeypatch.setattr(Connection, "ping", lambda *a, **k: said.append(1) or real(*a, **k))
    return said


def rest(n: int) -> None:
    """Leave so many connections in the pool."""
    opened = [db.engine.connect() for _ in range(n)]
    for each in opened:
        each.close()


def test_reading_goes_on_when_connections_were_lost_a_moment_ago(client, server):
    rest(3)
    server()

    assert [client.get("/feed/latest").status_code for _ in range(3)] == [200, 200, 200]


def test_nothing_is_written_to_a_connection_that_was_lost(as_ada, server):
    as_ada.get("/settings/profile")
    rest(3)
    server()

    answer = as_ada.post("/sign-out")

    assert answer.status_code == 303


def test_only_who_writes_or_has_waited_asks_whether_a_connection_lives(server, pings, monkeypatch):
    rest(1)
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    assert pings == []

    monkeypatch.setattr(pool, "FRESH", 0)
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    assert len(pings) == 1


def test_who_writes_always_asks(server, pings):
    rest(1)

    with transaction():
        db.session.execute(text("SELECT 1"))

    assert len(pings) == 1


def test_what_somebody_left_open_is_rolled_back(server, ada):
    db.session.commit()
    raw = db.engine.raw_connection()
    raw.cursor().execute("UPDATE person SET name = 'Nobody' WHERE id = %s", (ada.id,))
    assert pool.is_open(raw.driver_connection)

    raw.close()

    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM person WHERE id = :id"), {"id": ada.id}) == ada.name
        connection.commit()
        assert not pool.is_open(connection.connection.driver_connection)


@pytest.mark.parametrize(
    "asked",
    ["SELECT id, handle, name, email_verified_at FROM person", "SELECT 1 AS a", "SELECT 'ü' AS a", "SELECT NULL AS a"],
)
@pytest.mark.every_case
def test_what_is_said_of_a_column_again_is_not_taken_apart_again(server, ada, asked):
    named = db.engine.dialect.create_connect_args(db.engine.url)[1]
    with closing(Connection(**named)) as plain, closing(db.engine.raw_connection()) as ours:
        theirs = read(plain.cursor(), asked)
        assert read(ours.cursor(), asked) == theirs
        known = pool.column.cache_info()

        assert read(ours.cursor(), asked) == theirs

    now = pool.column.cache_info()
    assert (now.misses, now.hits) == (known.misses, known.hits + len(theirs[0]))


def read(cursor, asked: str) -> tuple:
    cursor.execute(asked)
    return cursor.description, cursor.fetchall()
