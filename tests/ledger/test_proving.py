"""Reading the whole books: what is right is called right, and each fault is found where it is."""

import pytest
from sqlalchemy import text

from tests.emptying import FOR_EVER
from wm.domains import ledger
from wm.kernel.db import db, transaction


@pytest.fixture
def books(app, ada, ben, cy):
    """Three people who have paid each other a few times."""
    with transaction():
        for person in (ada, ben, cy):
            ledger.move(
                10_000,
                ledger.of_site("clearing", "sandbox"),
                ledger.wallet(person.id),
                reason="deposit",
                key=f"in:{person.id}",
            )
        for n in range(12):
            payer, maker = (ada, ben, cy)[n % 3], (ben, cy, ada)[n % 3]
            ledger.move(
                10 + n, ledger.wallet(payer.id), ledger.of_person("pending", maker.id), reason="tip", key=f"tip:{n}"
            )
        ledger.hold(50, ledger.of_person("pending", ada.id), reason="payout", key="held")
    return {person.handle: ledger.wallet(person.id) for person in (ada, ben, cy)}


def meddle(statement: str) -> None:
    """Change the books as somebody would who owns the database: without its guards."""
    with db.engine.begin() as connection:
        guards = f"{FOR_EVER[0]}_no_update", f"{FOR_EVER[0]}_no_delete"
        kept = []
        if connection.dialect.name == "sqlite":
            kept = (
                connection.execute(
                    text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_move'")
                )
                .scalars()
                .all()
            )
        else:
            for guard in guards:
                kept.append(connection.execute(text(f"SHOW CREATE TRIGGER {guard}")).all()[0][2])
        for guard in guards:
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text(statement))
        for sql in kept:
            connection.exec_driver_sql(sql)


def test_right_books_are_called_balanced(books):
    with transaction():
        proof = ledger.conclude(ledger.read())

    assert (proof.is_balanced, proof.findings, proof.accounts, proof.last_move) == (True, "[]", 7, 15)
    assert ledger.open_cases() == []
    assert ledger.last_proof().id == proof.id


@pytest.mark.parametrize(
    "column",
    [
        "amount = amount + 1",
        "reason = 'sale'",
        "subject = 'x'",
        "created_at = '2020-01-01 00:00:00.000000'",
        "prev_hash = 'x'",
    ],
)
def test_a_move_that_was_touched_is_named(books, column):
    touched = 9
    meddle(f"UPDATE ledger_move SET {column} WHERE id = {touched}")

    found = ledger.read().findings

    assert touched in {each.move_id for each in found}


def test_a_move_that_was_taken_out_is_missed(books):
    meddle("DELETE FROM ledger_move WHERE id = 7")

    assert ledger.read().findings != []


def test_only_the_wallet_that_is_wrong_is_frozen_and_gets_a_case(books):
    wrong = books["ben"]
    meddle(f"UPDATE ledger_account SET posted = posted + 5 WHERE id = {wrong.id}")

    with transaction():
        proof = ledger.conclude(ledger.read())

    db.session.expire_all()
    assert not proof.is_balanced
    assert [each.name for each in books.values() if each.is_frozen] == [wrong.name]
    assert [(each.kind, each.account_id) for each in ledger.open_cases() if each.account_id] == [("books", wrong.id)]


def test_a_second_reading_opens_no_second_case(books):
    meddle(f"UPDATE ledger_account SET held = 7 WHERE id = {books['cy'].id}")

    for _ in range(2):
        with transaction():
            ledger.conclude(ledger.read())

    assert len(ledger.open_cases()) == 1


def test_a_last_move_that_was_cut_off_is_missed(books):
    meddle("DELETE FROM ledger_move WHERE id = 15")

    assert "is missing" in " ".join(each.words for each in ledger.read().findings)
