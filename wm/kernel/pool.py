"""Connections to MySQL: how they read, and, of those that wait for their next request, which are asked whether they live.

To ask and to roll back cost a round trip each, so both are done only when there is a reason: a connection that was used a
moment ago lives, and one whose server says that no transaction is open has nothing to roll back."""

import time
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from pymysql import MySQLError
from pymysql.connections import Connection
from pymysql.constants.SERVER_STATUS import SERVER_STATUS_IN_TRANS
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket
from sqlalchemy import Engine, Pool, event
from sqlalchemy.exc import DisconnectionError

FRESH = 2.0  # seconds for which a connection is believed to live; who only reads asks again when it does not

writing: ContextVar[bool | None] = ContextVar("writing", default=None)
column = lru_cache(maxsize=8192)(FieldDescriptorPacket)


class Remembering(Connection):
    """A connection that takes apart what the server says of a column once: it says it again with every result."""

    def _read_packet(self, packet_type: Any = MysqlPacket) -> Any:
        return super()._read_packet(column if packet_type is FieldDescriptorPacket else packet_type)


@event.listens_for(Engine, "do_connect")
def _connects(dialect: Any, _record: Any, given: Any, named: Any) -> Connection | None:
    return Remembering(*given, **named) if dialect.driver == "pymysql" else None


@event.listens_for(Pool, "checkin")
def _rests(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _wakes(connection: Any, record: Any, _proxy: Any) -> None:
    """Let the pool replace a connection that is dead. One for writing is always asked: nobody repeats a write."""
    if not isinstance(connection, Connection) or "rests_since" not in record.info:
        return
    if not writing.get() and time.monotonic() < record.info["rests_since"] + FRESH:
        return
    try:
        connection.ping(reconnect=False)
    except (MySQLError, OSError) as error:
        raise DisconnectionError("the connection was closed while it rested") from error


@event.listens_for(Pool, "reset")
def _comes_back(connection: Any, _record: Any, state: Any) -> None:
    """Roll back what is still open; SQLAlchemy does so itself for other databases."""
    if isinstance(connection, Connection) and not state.terminate_only and is_open(connection):
        connection.rollback()


def is_open(connection: Connection) -> bool:
    """Whether the server said in its last answer that a transaction is open."""
    return bool(connection.server_status & SERVER_STATUS_IN_TRANS)
