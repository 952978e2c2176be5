"""Reads of the books: balances to show, statements, journals, cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select

from wm.domains.ledger.accounts import wallet
from wm.domains.ledger.models import Account, Case, Move, Proof
from wm.kernel import cache, money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 50
SHOWN_SECONDS = 600


class Entry(NamedTuple):
    """One line of a statement: `amount` is negative when it left the account; `other` is the account on the other side."""

    move: Move
    amount: int
    other: Account


def shown_balance(person_id: int) -> int:
    """Return what a person's wallet has, in minor units, from the cache; for pages, never to decide anything."""
    return cache.through(f"wallet:{person_id}", SHOWN_SECONDS, lambda: wallet(person_id).available)


def balances(person_id: int) -> dict[str, Account]:
    """Return a person's accounts in the site's currency by their kind; those never used are not there."""
    mine = select(Account).where(Account.owner_id == person_id, Account.currency == money.currency())
    return {account.kind: account for account in db.session.scalars(mine)}


def statement(
    account: Account,
    cursor: str | None = None,
    size: int = PAGE,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page:
    """Return a page of entries of one account, newest first."""
    mine = or_(Move.debit_id == account.id, Move.credit_id == account.id)
    wanted = select(Move).where(mine)
    wanted = wanted.where(Move.created_at >= since) if since else wanted
    wanted = wanted.where(Move.created_at < until) if until else wanted
    if place := decode(cursor, int):
        wanted = wanted.where(Move.id < place[0])
    moves = list(db.session.scalars(wanted.order_by(Move.id.desc()).limit(size + 1)))
    return cut(entries(moves, account), size, lambda entry: (entry.move.id,))


def entries(moves: Sequence[Move], account: Account) -> list[Entry]:
    """Return these moves as one account sees them."""
    others = by_ids({each.credit_id if each.debit_id == account.id else each.debit_id for each in moves})
    told = []
    for each in moves:
        leaves = each.debit_id == account.id
        told.append(
            Entry(each, -each.amount if leaves else each.amount, others[each.credit_id if leaves else each.debit_id])
        )
    return told


def by_ids(account_ids) -> dict[int, Account]:
    """Return accounts by their row ids."""
    found = db.session.scalars(select(Account).where(Account.id.in_(set(account_ids))))
    return {account.id: account for account in found}


def journal(journal_id: str) -> list[Move]:
    """Return the moves of one journal in their order. Raises NotFound."""
    found = list(db.session.scalars(select(Move).where(Move.journal == journal_id).order_by(Move.id)))
    if not found:
        raise NotFound()
    return found


def of_subject(subject: str) -> list[Move]:
    """Return every move about one thing ("sale:AbC"), oldest first."""
    return list(db.session.scalars(select(Move).where(Move.subject == subject).order_by(Move.id)))


def trial_balance() -> dict[str, int]:
    """Return the sum of all accounts by currency; every one is 0 while the books are right."""
    sums = select(Account.currency, func.sum(Account.posted)).group_by(Account.currency)
    return {unit: int(total) for unit, total in db.session.execute(sums)}


def last_proof() -> Proof | None:
    """Return the newest reading of the books, None before the first."""
    return db.session.scalars(select(Proof).order_by(Proof.id.desc()).limit(1)).first()


def proofs(limit: int = 50) -> list[Proof]:
    """Return the newest readings of the books, newest first."""
    return list(db.session.scalars(select(Proof).order_by(Proof.id.desc()).limit(limit)))


def accounts_page(kind: str = "", cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of accounts, newest first, of one kind or of all."""
    wanted = select(Account).where(Account.kind == kind) if kind else select(Account)
    if place := decode(cursor, int):
        wanted = wanted.where(Account.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Account.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda account: (account.id,))


def open_cases(kind: str = "") -> list[Case]:
    """Return the cases that wait for somebody, oldest first."""
    wanted = select(Case).where(Case.closed_at.is_(None))
    wanted = wanted.where(Case.kind == kind) if kind else wanted
    return list(db.session.scalars(wanted.order_by(Case.id)))
