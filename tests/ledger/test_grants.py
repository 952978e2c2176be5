"""The server itself refuses the application to change or remove what stands for ever (M6)."""

from contextlib import contextmanager

import _grants
import pymysql
import pytest
from sqlalchemy import make_url, text

from tests.house.floors import ROOT
from wm.domains import ledger
from wm.kernel.db import db, transaction

DENIED = (1142, 1143, 1227, 1370)
USER, PASSWORD = "wm_app_test", "not a secret"


@contextmanager
def as_the_application(app, give: list[str]):
    """A connection of a user that may do what `give` says."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    said = [f"DROP USER IF EXISTS '{USER}'@'%'", f"CREATE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}'", *give]
    with db.engine.begin() as root:
        for statement in said:
            root.exec_driver_sql(statement.replace("%", "%%"))
    where = {"unix_socket": url.query.get("unix_socket"), "host": url.host or "localhost", "port": url.port or 3306}
    connection = pymysql.connect(user=USER, password=PASSWORD, database=url.database, autocommit=True, **where)
    try:
        yield connection
    finally:
        connection.close()
        with db.engine.begin() as root:
            root.execute(text(f"DROP USER '{USER}'@'%'"))


def granted(app) -> list[str]:
    return list(_grants.statements(USER, make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))


@pytest.mark.parametrize("table", _grants.FOR_EVER)
def test_the_application_can_neither_change_nor_remove_what_stands_for_ever(app, on_a_server, table):
    deeds = [f"UPDATE {table} SET id = id + 1", f"DELETE FROM {table}", f"TRUNCATE {table}", f"DROP TABLE {table}"]
    with as_the_application(app, granted(app)) as connection, connection.cursor() as cursor:
        refused = []
        for deed in deeds:
            with pytest.raises(pymysql.err.OperationalError) as refusal:
                cursor.execute(deed)
            refused.append(refusal.value.args[0])
        cursor.execute(f"SELECT COUNT(*) FROM {table}")

    assert len(refused) == 4
    assert set(refused) <= set(DENIED)


def test_it_can_neither_drop_the_triggers_nor_the_accounts(app, on_a_server):
    deeds = ["DROP TRIGGER ledger_move_no_update", "DELETE FROM ledger_account", "ALTER TABLE ledger_move ADD x INT"]
    with as_the_application(app, granted(app)) as connection, connection.cursor() as cursor:
        for deed in deeds:
            with pytest.raises(pymysql.err.OperationalError) as refusal:
                cursor.execute(deed)
            assert refusal.value.args[0] in DENIED


def test_with_these_rights_money_moves(app, on_a_server, ada):
    with transaction():
        ledger.wallet(ada.id), ledger.of_site("clearing", "test")
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(username=USER, password=PASSWORD)
    with as_the_application(app, granted(app)):
        engine = db.create_engine(url)
        with engine.connect() as session:
            assert session.execute(text("SELECT COUNT(*) FROM ledger_account")).scalar() == 2
            session.execute(text("UPDATE ledger_account SET held = held"))
            session.execute(
                text(
                    "INSERT INTO audit (event, target, reason, details, created_at) VALUES ('x', 'y', '', '{}', NOW())"
                )
            )
            session.rollback()
        engine.dispose()


def test_without_them_the_same_user_could(app, on_a_server):
    """The control: whoever may do everything goes round the triggers."""
    database = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
    everything = [f"GRANT ALL PRIVILEGES ON `{database}`.* TO '{USER}'@'%'"]
    with as_the_application(app, everything) as connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_move")


def test_the_page_for_operators_says_the_same(app):
    said = (ROOT / "docs/money.md").read_text()
    for statement in _grants.statements("wm_app", "weekmotion"):
        table = statement.split("`")[3]
        if table in (*_grants.FOR_EVER, "ledger_account", "person"):
            assert statement in said, table
