"""Two-phase money: what is promised is held, and then settled by a move or released."""

from sqlalchemy import insert, select, update

from wm.domains.ledger import accounts
from wm.domains.ledger.errors import AccountFrozen, HoldEnded, InsufficientFunds, KeyReused
from wm.domains.ledger.models import Account, Hold
from wm.domains.ledger.posting import Journal, Line, changed, post
from wm.kernel import clock
from wm.kernel.db import db


def hold(amount: int, account: Account, *, reason: str, key: str, subject: str = "") -> Hold:
    """Promise `amount` of what the account has, once for this `key`.

    Raises InsufficientFunds (402), AccountFrozen (409), KeyReused (422)."""
    row = accounts.locked([account.id])[account.id]
    known = find_hold(key)
    if known is not None:
        return _same(known, account, amount)
    if row.frozen_at is not None:
        raise AccountFrozen()
    missing = amount - (row.posted - row.held)
    if account.floor is not None and missing > 0:  # a promise is of what is there, whatever the floor allows
        raise InsufficientFunds(missing=missing, currency=account.currency)
    values = {"key": key, "account_id": row.id, "amount": amount, "reason": reason, "subject": subject}
    db.session.execute(insert(Hold).values(**values, state="held", created_at=clock.now()))
    _add_held(account, amount)
    return find_hold(key)


def find_hold(key: str) -> Hold | None:
    """Return the hold under `key`, read with a lock, None when there is none; lock its account first."""
    wanted = select(Hold).where(Hold.key == key).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).first()


def settle(key: str, *lines: Line, subject: str = "") -> Journal:
    """Let what is held under `key` go out by `lines`, whose sum it must be; a repeat is answered as the first time was.

    Raises HoldEnded (409) when it was released."""
    held = _locked(key, *lines)
    if held.state == "released":
        raise HoldEnded()
    if sum(line.amount for line in lines) != held.amount or any(line.debit.id != held.account_id for line in lines):
        raise KeyReused()
    unheld = {held.account_id: held.amount} if held.state == "held" else {}
    journal = post(f"settled:{key}", lines, subject=subject or held.subject, unheld=unheld)
    held.state, held.ended_at = "settled", held.ended_at or clock.now()
    return journal


def release(key: str) -> Hold:
    """Give back what is held under `key`; once more does nothing. Raises HoldEnded (409) when it was settled."""
    held = _locked(key)
    if held.state == "settled":
        raise HoldEnded()
    if held.state == "held":
        held.state, held.ended_at = "released", clock.now()
        _add_held(db.session.get(Account, held.account_id), -held.amount)
    return held


def _locked(key: str, *lines: Line) -> Hold:
    owner = db.session.execute(select(Hold.account_id).where(Hold.key == key)).scalar_one()
    accounts.locked([owner, *(line.credit.id for line in lines)])
    return find_hold(key)


def _same(known: Hold, account: Account, amount: int) -> Hold:
    if (known.account_id, known.amount) != (account.id, amount):
        raise KeyReused()
    return known


def _add_held(account: Account, amount: int) -> None:
    """Change what is held on an account that is locked."""
    table = Account.__table__
    db.session.execute(update(table).where(table.c.id == account.id).values(held=table.c.held + amount))
    changed([account])
