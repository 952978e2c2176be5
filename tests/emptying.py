"""An empty stage after every test: no row, no key, no file."""

import shutil
from functools import lru_cache
from pathlib import Path

from sqlalchemy import text

from jobs import worker
from wm.kernel.db import db, writing

FOR_EVER = ("ledger_move", "audit")  # tables that the database lets nobody change


def empty(site) -> None:
    """Remove every row, every Redis key and every file."""
    with site.app_context(), writing(), db.engine.begin() as connection:
        if filled := set(connection.execute(_names_if_filled()).scalars()):
            _delete_rows(connection, [table for table in db.metadata.sorted_tables if table.name in filled])
    for url in {site.config["REDIS_URL"], site.config["CACHE_REDIS_URL"]}:
        worker.queue.redis.connect(url, 2.0).flushdb()  # FLUSHALL would also write the nothing that is left to disk
    site.extensions.pop("store", None)
    for folder in ("store", "mail"):
        shutil.rmtree(Path(site.config["VAR_DIR"], folder), ignore_errors=True)


@lru_cache(maxsize=1)
def _names_if_filled():
    """Return the statement that names every table with a row in it; made once, it is asked after every test."""
    each = "SELECT '{0}' FROM (SELECT 1 AS one) AS some WHERE EXISTS (SELECT 1 FROM {0})"
    quote = db.engine.dialect.identifier_preparer.quote
    return text(
        " UNION ALL ".join(
            each.format(quote(name)).replace(f"'{quote(name)}'", f"'{name}'") for name in db.metadata.tables
        )
    )


def _delete_rows(connection, tables) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    connection.execute(text("PRAGMA defer_foreign_keys = ON" if is_sqlite else "SET FOREIGN_KEY_CHECKS = 0"))
    for table in reversed(tables):
        if table.name in FOR_EVER:
            _burn(connection, table, is_sqlite)
        else:
            connection.execute(table.delete())
    if not is_sqlite:
        connection.execute(text("SET FOREIGN_KEY_CHECKS = 1"))


def _burn(connection, table, is_sqlite: bool) -> None:
    """Empty a table that refuses to lose rows, by the ways that only whoever owns the database has."""
    if not is_sqlite:
        connection.execute(text(f"TRUNCATE {table.name}"))
        return
    said = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    guards = connection.execute(said, {"table": table.name}).all()
    for name, _sql in guards:
        connection.execute(text(f"DROP TRIGGER {name}"))
    connection.execute(table.delete())
    for _name, sql in guards:
        connection.execute(text(sql))
