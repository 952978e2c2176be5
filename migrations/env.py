"""Alembic's entry: runs the migrations against the database of the present app."""

import logging

from alembic import context
from flask import current_app

PLAIN = {
    "UTCDateTime": 'sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")',
    "Key": 'sa.String({0}).with_variant(mysql.VARCHAR({0}, charset="ascii", collation="ascii_bin"), "mysql")',
}
log = logging.getLogger("alembic.env")
migrate = current_app.extensions["migrate"]
database = migrate.db


def unchanged_indexes(name, kind, parents) -> bool:
    """Leave out what the database made for itself, and full text, which each database keeps in a way of its own."""
    return not (name or "").startswith(("sqlite_", "search_words", "ft_search_entry"))


def written(kind, item, autogen_context):
    """Write our own column types into new migrations as the plain types that they are stored as."""
    plain = PLAIN.get(type(item).__name__) if kind == "type" else None
    if plain is None:
        return False
    autogen_context.imports.add("from sqlalchemy.dialects import mysql")
    return plain.format(getattr(item, "length", None))


def run() -> None:
    """Apply what is missing, each migration in a transaction of its own where the database can."""
    with database.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        _guard(connection, is_guarded=False)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_name=unchanged_indexes,
            compare_type=True,
            render_item=written,
            compare_server_default=False,
            render_as_batch=is_sqlite,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _guard(connection, is_guarded=True)


def _guard(connection, is_guarded: bool) -> None:
    """SQLite changes a table by making it anew; its rows' children must not be deleted with the old one."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'ON' if is_guarded else 'OFF'}")


if context.is_offline_mode():
    raise SystemExit("Run migrations against a database: set DATABASE_URL and leave --sql out.")
run()
