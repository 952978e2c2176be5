"""Migrations make exactly the tables that the models say, on both databases, and can be taken back."""

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tests.house.floors import ROOT
from wm.kernel.db import db


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [change for change in compare_metadata(context, db.metadata) if not of_alembic(change)]


def of_alembic(change):
    """Alembic's own table, and what each database keeps for full text, which no model can say of both."""
    name = change[1].name if change[0] in ("remove_table", "remove_index") else ""
    return name == "alembic_version" or name.startswith(("search_words", "ft_search_entry"))


def test_migrations_equal_models(app):
    assert differences() == []


def test_migrations_go_down_and_up_again(app):
    db.session.remove()
    flask_migrate.downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    flask_migrate.upgrade()

    assert left == set()
    assert differences() == []


def test_migrations_import_nothing_of_ours(app):
    for path in (ROOT / "migrations/versions").glob("*.py"):
        assert "from wm" not in path.read_text(), path.name
