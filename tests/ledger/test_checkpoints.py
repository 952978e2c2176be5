"""The hourly reading goes on from the last whole one; what it takes as proven the next whole one proves again."""

from tests.ledger import storm
from wm.domains import ledger
from wm.kernel.db import db, rollback, transaction


def conclude(reading) -> ledger.Proof:
    with transaction():
        return ledger.conclude(reading)


def moved(key: str) -> None:
    with transaction():
        ledger.move(500, ledger.of_site("clearing", "late"), ledger.wallet(77), reason="deposit", key=key)
        ledger.move(200, ledger.wallet(77), ledger.of_person("pending", 78), reason="tip", key=f"{key}:tip")


def test_it_reads_only_what_came_after_and_calls_nothing_wrong(app):
    storm.fill(12)
    first = conclude(ledger.read())
    moved("a")
    later, whole = ledger.read_on(), ledger.read()

    assert (first.is_whole, first.is_balanced, later.findings, whole.findings) == (True, True, [], [])
    assert later.heads == whole.heads
    assert conclude(later).is_whole is False
    moved("b")
    assert ledger.read_on().findings == []


def test_without_a_checkpoint_it_reads_all(app):
    storm.fill(12)
    storm.meddle("UPDATE ledger_move SET amount = amount + 1 WHERE seq = 1 AND reason = 'deposit'")

    assert ledger.read_on().findings == ledger.read().findings != []


def test_what_was_touched_since_is_found_at_once_and_what_is_older_by_the_next_whole_one(app):
    storm.fill(12)
    conclude(ledger.read())
    moved("a")
    rollback()
    newest = db.session.scalar(db.select(db.func.max(ledger.Move.id)))
    rollback()

    storm.meddle(f"UPDATE ledger_move SET subject = 'x' WHERE id = {newest}")
    assert len(ledger.read_on().findings) == 1
    storm.meddle(f"UPDATE ledger_move SET subject = '' WHERE id = {newest}")
    storm.meddle("UPDATE ledger_move SET subject = 'x' WHERE id = 1")
    assert (ledger.read_on().findings, len(ledger.read().findings)) == ([], 1)
    assert conclude(ledger.read()).is_balanced is False
    storm.meddle("UPDATE ledger_account SET posted = posted + 1 WHERE name = 'wallet:77:USD'")
    assert {each.words.split()[0] for each in ledger.read_on().findings} == {"All", "wallet:77:USD"}
