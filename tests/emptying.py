"""An empty stage after every test: no row, no key, no file."""

import shutil
from functools import lru_cache
from pathlib import Path

from jobs import worker
from wm.kernel.db import db, writing

FOR_EVER = ("ledger_move", "audit")  # tables that the database lets nobody change


def empty(site) -> None:
    """Remove every row, every Redis key and every file."""
    with site.app_context(), writing(), db.engine.begin() as connection:
        if filled := set(connection.exec_driver_sql(_names_if_filled()).scalars()):
            _delete_rows(connection, filled)
    for url in {site.config["REDIS_URL"], site.config["CACHE_REDIS_URL"]}:
        worker.queue.redis.connect(url, 2.0).flushdb()  # FLUSHALL would also write the nothing that is left to disk
    site.extensions.pop("store", None)
    for folder in ("store", "mail"):
        shutil.rmtree(Path(site.config["VAR_DIR"], folder), ignore_errors=True)


@lru_cache(maxsize=1)
def _names_if_filled() -> str:
    """Return the statement that names every table with a row in it; made once, it is asked after every test."""
    dialect = db.engine.dialect
    # MariaDB makes a temporary table of each inner SELECT, which SQLite asks for around a LIMIT.
    each = (
        "SELECT * FROM (SELECT '{0}' FROM {1} LIMIT 1)"
        if dialect.name == "sqlite"
        else "(SELECT '{0}' FROM {1} LIMIT 1)"
    )
    quote = dialect.identifier_preparer.quote
    return " UNION ALL ".join(each.format(name, quote(name)) for name in db.metadata.tables)


def _delete_rows(connection, names: set[str]) -> None:
    """Empty these tables in any order: what refers to what is looked at again when all is gone."""
    is_sqlite = connection.dialect.name == "sqlite"
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON" if is_sqlite else "SET FOREIGN_KEY_CHECKS = 0")
    for name in sorted(names):
        if name in FOR_EVER:
            _burn(connection, name, is_sqlite)
        else:
            connection.exec_driver_sql(f"DELETE FROM {quote(name)}")
    if not is_sqlite:
        connection.exec_driver_sql("SET FOREIGN_KEY_CHECKS = 1")


def _burn(connection, name: str, is_sqlite: bool) -> None:
    """Empty a table that refuses to lose rows, by the ways that only whoever owns the database has."""
    if not is_sqlite:
        connection.exec_driver_sql(f"TRUNCATE {name}")
        return
    said = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    guards = connection.exec_driver_sql(said, (name,)).all()
    for guard, _sql in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {guard}")
    connection.exec_driver_sql(f"DELETE FROM {name}")
    for _guard, sql in guards:
        connection.exec_driver_sql(sql)
