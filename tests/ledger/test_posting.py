"""Moving money: once per key, never more than there is, never changed afterwards."""

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from wm.domains import ledger, platform
from wm.domains.ledger.models import Account, Move
from wm.kernel.db import begins, commit, db, writing


@pytest.fixture
def purse(app, ada, ben):
    """Ben has 50.00; the wallets of Ada and Ben."""
    with writing():
        ledger.move(5000, ledger.of_site("clearing", "sandbox"), ledger.wallet(ben.id), reason="deposit", key="first")
        db.session.commit()
    return ledger.wallet(ben.id), ledger.of_person("pending", ada.id)


def test_a_move_takes_from_one_and_gives_to_another(purse):
    wallet, pending = purse

    ledger.move(1200, wallet, pending, reason="sale", key="sale:1", subject="sale:x")

    assert (wallet.posted, pending.posted) == (3800, 1200)
    assert ledger.trial_balance() == {"USD": 0}
    assert [(each.amount, each.other.kind) for each in ledger.statement(wallet).items] == [
        (-1200, "pending"),
        (5000, "clearing"),
    ]


def test_moves_of_one_journal_are_made_together_or_not_at_all(purse):
    wallet, pending = purse
    tax = ledger.of_site("tax")
    lines = [ledger.Line("sale", wallet, pending, 4000), ledger.Line("tax", wallet, tax, 1001)]

    with pytest.raises(ledger.InsufficientFunds) as refused:
        ledger.post("sale:2", lines)

    assert refused.value.details == {"missing": 1, "currency": "USD"}
    assert (wallet.posted, pending.posted, tax.posted) == (5000, 0, 0)
    assert db.session.query(Move).count() == 1


def test_one_key_moves_money_once(purse):
    wallet, pending = purse
    first = ledger.move(700, wallet, pending, reason="tip", key="tip:1")

    again = ledger.move(700, wallet, pending, reason="tip", key="tip:1")

    assert (again.id, first.is_repeat, again.is_repeat) == (first.id, False, True)
    assert wallet.posted == 4300
    with pytest.raises(ledger.KeyReused):
        ledger.move(701, wallet, pending, reason="tip", key="tip:1")
    assert wallet.posted == 4300


@pytest.mark.parametrize("amount", [0, -1, 1.5, True, 10**12 + 1, "7", None])
def test_what_is_no_amount_is_refused(purse, amount):
    wallet, pending = purse

    with pytest.raises(ledger.BadMove):
        ledger.move(amount, wallet, pending, reason="tip", key="tip:2")

    assert wallet.posted == 5000


def test_only_what_the_table_of_reasons_knows_may_move(purse):
    wallet, pending = purse

    for reason, source, target in (("sale", pending, wallet), ("gift", wallet, pending), ("tip", wallet, wallet)):
        with pytest.raises(ledger.BadMove):
            ledger.move(1, source, target, reason=reason, key="odd")

    assert db.session.query(Move).count() == 1


@pytest.mark.parametrize(
    "deed", ["UPDATE ledger_move SET amount = 1", "DELETE FROM ledger_move", "UPDATE audit SET event = 'x'"]
)
def test_the_database_refuses_to_change_or_lose_what_stands_for_ever(purse, ruth, deed):
    platform.audit("money.looked", ruth, "books")
    db.session.commit()

    with pytest.raises(DBAPIError):
        db.session.execute(text(deed))
    db.session.rollback()

    assert db.session.scalars(db.select(Move.amount)).all() == [5000]


def test_the_database_refuses_a_wallet_below_nothing(purse):
    wallet, _pending = purse

    with pytest.raises(DBAPIError):
        db.session.execute(update(Account).where(Account.id == wallet.id).values(posted=-1))
    db.session.rollback()

    assert wallet.posted == 5000


def test_a_frozen_account_takes_in_and_gives_nothing_out(purse, ada, ruth):
    wallet, pending = purse
    ledger.freeze(wallet, "Looked at.")
    case = ledger.open_case("books", "account:1", "Looked at.", account=wallet)

    with pytest.raises(ledger.AccountFrozen):
        ledger.move(1, wallet, pending, reason="tip", key="tip:3")
    ledger.move(5, ledger.of_site("clearing", "sandbox"), wallet, reason="deposit", key="second")
    ledger.close_case(case, ruth, "Counted by hand.")
    ledger.move(1, wallet, pending, reason="tip", key="tip:3")

    assert wallet.posted == 5004


def test_the_balance_that_is_shown_follows_every_move(purse, ben):
    wallet, pending = purse
    assert ledger.shown_balance(ben.id) == 5000
    db.session.commit()

    with writing():
        ledger.move(1, wallet, pending, reason="tip", key="tip:4")
        commit()

    assert ledger.shown_balance(ben.id) == 4999


def test_a_page_that_asks_for_an_account_opens_none(app, ben):
    db.session.commit()
    begins(writing=False)
    try:
        shown = ledger.wallet(ben.id)
        found = (shown.available, shown.is_frozen, ledger.statement(shown).items)
    finally:
        begins(writing=None)

    assert found == (0, False, [])
    assert db.session.query(Account).count() == 0
