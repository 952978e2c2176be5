"""The database: one session per request or job, committed only at the edge."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, Integer, MetaData, String, TypeDecorator, event
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    configure_mappers,
    make_transient_to_detached,
    mapped_column,
    registry,
)

from wm.kernel import ids, pool

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LOST_RACES = (1205, 1213)  # lock wait time-out, deadlock: the whole unit is tried again
TRIES = 5
SECONDS_TO_WAIT_FOR_A_LOCK = 10
LONGEST_VALUE = 1_048_576  # bytes that GROUP_CONCAT gives before it cuts; MySQL's own default is 1,024


class UTCDateTime(TypeDecorator):
    """An aware UTC moment with microseconds, stored without a zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(mysql.DATETIME(fsp=6) if dialect.name == "mysql" else DateTime())

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


Id = BigInteger().with_variant(Integer, "sqlite")


class Key(TypeDecorator):
    """A text type for ids, hashes and keys: ASCII, and A is not a (MySQL would say that it is).

    Whatever else is asked for is simply not there: MySQL would refuse to compare it."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        exact = mysql.VARCHAR(self.impl.length, charset="ascii", collation="ascii_bin")
        return dialect.type_descriptor(exact if dialect.name == "mysql" else String(self.impl.length))

    def process_bind_param(self, value: str | None, dialect) -> str | None:
        return value.encode("ascii", "replace").decode() if isinstance(value, str) else value


class _Declarative(DeclarativeBase):
    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UTCDateTime})


db = SQLAlchemy(model_class=_Declarative, session_options={"expire_on_commit": False})
Base = db.Model  # parent of every table; keys and checks are named by one scheme on both databases


def row_id() -> Mapped[int]:
    """The primary key of every table; never shown to anybody."""
    return mapped_column(Id, primary_key=True, autoincrement=True)


def public_id(length: int = ids.LENGTH) -> Mapped[str]:
    """A short random id for URLs, unique in its table."""
    return mapped_column(Key(length), unique=True, default=lambda: ids.new(length))


def prepare() -> None:
    """Fit all tables together now, and not at the first question: for who forks and has children ask it."""
    configure_mappers()


def loaded(model: type[Any], columns: dict[str, Any]) -> Any:
    """Return the row of `model` of which these columns have been read, in the session; the others are read when asked for."""
    row = model(**columns)
    make_transient_to_detached(row)
    db.session.add(row)
    return row


def ignoring_duplicates(statement):
    """Return `statement` (an INSERT) so that rows which exist already are passed over, on both databases."""
    return statement.prefix_with("OR IGNORE", dialect="sqlite").prefix_with("IGNORE", dialect="mysql")


def begins(writing: bool | None) -> None:
    """Say whether the transactions of this request will write (SQLite then takes its lock at once); None: who knows."""
    pool.writing.set(writing)


def is_only_reading() -> bool:
    """Whether this request has said that it will not write."""
    return pool.writing.get() is False


@contextmanager
def only_reading() -> Iterator[None]:
    """Say for one block that nothing is written in it."""
    token = pool.writing.set(False)
    try:
        yield
    finally:
        pool.writing.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Say the same for one block."""
    token = pool.writing.set(True)
    try:
        yield
    finally:
        pool.writing.reset(token)


def after_commit(action: Callable[[], None]) -> None:
    """Run `action` once the present transaction has been committed; forget it when it is rolled back."""
    db.session.info.setdefault("after_commit", []).append(action)


def commit() -> None:
    """Commit the session, then run what waited for it."""
    db.session.commit()
    for action in db.session.info.pop("after_commit", []):
        action()


def rollback() -> None:
    """Undo everything since the last commit and forget what waited for it."""
    db.session.info.pop("after_commit", None)
    db.session.rollback()


@contextmanager
def transaction() -> Iterator[Any]:
    """Give a writing session to a job or a command; commit at the end, roll back on any error."""
    rollback()
    with writing():
        try:
            yield db.session
            commit()
        except BaseException:
            rollback()
            raise


def retried(unit: Callable[[], Any]) -> Any:
    """Return `unit()`; when it lost a race in the database, undo everything and do it again, at most 5 times."""
    for attempt in range(1, TRIES + 1):
        try:
            return unit()
        except OperationalError as error:
            rollback()
            if attempt == TRIES or not lost_race(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
    raise AssertionError("unreachable")


def reread(unit: Callable[[], Any]) -> Any:
    """Return `unit()`, which changes nothing; once more when the database had closed its connection meanwhile."""
    try:
        return unit()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        rollback()
        return unit()


def lost_race(error: OperationalError) -> bool:
    """Whether the same unit may succeed when it is simply done again."""
    code = error.orig.args[0] if error.orig and error.orig.args else None
    return code in LOST_RACES


def engine_options(url: str, pool_size: int) -> dict[str, Any]:
    """Return SQLAlchemy's options for `url`: READ COMMITTED and a checked pool on MySQL, patience on SQLite.

    Errors name no values: they end in logs and in job rows, and values are people's."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "connect_args": {"timeout": SECONDS_TO_WAIT_FOR_A_LOCK, "check_same_thread": False},
        }
    return {
        "hide_parameters": True,
        "isolation_level": "READ COMMITTED",
        "pool_size": pool_size,
        "max_overflow": pool_size,
        "pool_reset_on_return": None,  # see kernel/pool.py
        "pool_recycle": 1800,
        "connect_args": {"charset": "utf8mb4", "connect_timeout": 5, "read_timeout": 60, "write_timeout": 60}
        | {"init_command": f"SET SESSION group_concat_max_len = {LONGEST_VALUE}"},
    }


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection, _record) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if pool.writing.get() else "BEGIN")
