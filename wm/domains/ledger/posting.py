"""Posting: the one place that moves money. Accounts are locked, then the moves are written, once for their key."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Update, bindparam, case, insert, select, update
from sqlalchemy.exc import IntegrityError

from wm.domains.ledger import accounts, reasons
from wm.domains.ledger.chain import sealed
from wm.domains.ledger.errors import AccountFrozen, BadMove, InsufficientFunds, KeyReused
from wm.domains.ledger.models import KEY_LENGTH, Account, Move
from wm.kernel import cache, clock, ids, money, quick
from wm.kernel.db import after_commit, db

JOURNAL_LENGTH = 22
SUMS = ("posted", "held", "moves", "head")
WRITE = insert(Move.__table__).values(
    {each.name: bindparam(each.name) for each in Move.__table__.c if each.name != "id"}
)


class Line(NamedTuple):
    """One move to be made: `amount` (> 0, minor units) leaves `debit` and reaches `credit`."""

    reason: str
    debit: Account
    credit: Account
    amount: int


class Journal(NamedTuple):
    """What was posted under one key; `is_repeat` says that it had been posted before."""

    id: str
    is_repeat: bool


def move(amount: int, debit: Account, credit: Account, *, reason: str, key: str, subject: str = "") -> Journal:
    """Make one move. See `post`."""
    return post(key, [Line(reason, debit, credit, amount)], subject=subject)


def post(key: str, lines: Sequence[Line], *, subject: str = "", unheld: Mapping[int, int] | None = None) -> Journal:
    """Make all these moves in the present transaction, once for this `key`, or none of them.

    The same key with the same lines is answered with the journal of the first time. `unheld` says how much of what is
    held on an account goes out with them. Raises InsufficientFunds (402), AccountFrozen (409), KeyReused (422),
    BadMove for what no reason allows."""
    _refuse_impossible(key, lines)
    connection = db.session.connection()
    rows = accounts.locked((each.id for line in lines for each in (line.debit, line.credit)), connection)
    refusal = _uncovered(lines, rows, unheld or {})
    journal, made = ids.new(JOURNAL_LENGTH), []
    if refusal is None:
        made = _chained(key, journal, lines, rows, subject)
        refusal = _written(connection, made)
    if refusal is not None:
        return _first_time(key, lines, refusal)
    _add_up(connection, made, rows, unheld or {})
    changed({each for line in lines for each in (line.debit, line.credit)})
    return Journal(journal, is_repeat=False)


def _first_time(key: str, lines: Sequence[Line], refusal: Exception) -> Journal:
    """Answer a repeat as the first time was answered; what was not posted before is refused. Raises `refusal`."""
    journal = _posted_before(key, lines)
    if journal is None:
        raise refusal
    return Journal(journal, is_repeat=True)


def _written(connection: Connection, made: list[dict]) -> IntegrityError | None:
    """Write the moves; return the database's refusal when they, or others under their key, stand there already.

    The accounts are locked, and whoever writes the same key waits here until the other one has ended; so this sees
    what a locking read would see, and costs no statement when the key is new."""
    try:
        quick.execute(connection, WRITE, *made)
    except IntegrityError as refusal:
        return refusal
    return None


def _refuse_impossible(key: str, lines: Sequence[Line]) -> None:
    if not lines or not key or len(key) > KEY_LENGTH or len(lines) > 999:
        raise BadMove(f"{len(lines)} moves under the key {key!r}")
    for reason, debit, credit, amount in lines:
        if type(amount) is not int or not 0 < amount <= money.MOST:
            raise BadMove(f"{amount!r} is no amount")
        if not reasons.allows(reason, debit.kind, credit.kind) or debit.id == credit.id:
            raise BadMove(f"nothing moves from {debit.name} to {credit.name} for {reason}")
        if debit.currency != lines[0].debit.currency or credit.currency != debit.currency:
            raise BadMove(f"{debit.name} and {credit.name} are not in one currency")


def _posted_before(key: str, lines: Sequence[Line]) -> str | None:
    """Return the journal that stands under `key`, read with a lock so that it is not an old snapshot's answer."""
    table = Move.__table__
    first = db.session.execute(select(table.c.journal).where(table.c.key == f"{key}/0").with_for_update()).first()
    if first is None:
        return None
    same = select(table.c.reason, table.c.debit_id, table.c.credit_id, table.c.amount)
    same = same.where(table.c.journal == first.journal).order_by(table.c.id)
    asked = [(reason, debit.id, credit.id, amount) for reason, debit, credit, amount in lines]
    if [tuple(row) for row in db.session.execute(same)] != asked:
        raise KeyReused()
    return first.journal


def _uncovered(lines: Sequence[Line], rows: Mapping[int, Any], unheld: Mapping[int, int]) -> Exception | None:
    """Return why these moves can't be made from what the accounts have, None when they can."""
    left = {row.id: row.posted - row.held + unheld.get(row.id, 0) for row in rows.values()}
    for line in lines:
        row = rows[line.debit.id]
        if row.frozen_at is not None:
            return AccountFrozen()
        left[line.debit.id] -= line.amount
        left[line.credit.id] += line.amount
        if line.debit.floor is not None and left[row.id] < line.debit.floor:
            return InsufficientFunds(missing=line.debit.floor - left[row.id], currency=line.debit.currency)
    return None


def _chained(key: str, journal: str, lines: Sequence[Line], rows: Mapping[int, Any], subject: str) -> list[dict]:
    ends = {row.id: (row.moves, row.head) for row in rows.values()}
    shared = {"journal": journal, "subject": subject, "created_at": clock.now()}
    made = []
    for n, (reason, debit, credit, amount) in enumerate(lines):
        seq, head = ends[debit.id]
        values = {"key": f"{key}/{n}", "reason": reason, "amount": amount, "currency": debit.currency, **shared}
        values |= {"debit_id": debit.id, "credit_id": credit.id, "seq": seq + 1, "prev_hash": head}
        values["hash"] = sealed(values)
        ends[debit.id] = (seq + 1, values["hash"])
        made.append(values)
    return made


def _add_up(connection: Connection, made: list[dict], rows: Mapping[int, Any], unheld: Mapping[int, int]) -> None:
    """Change the sums of the locked accounts in one statement; the database refuses what would fall below a floor."""
    new = {row.id: [row.posted, row.held - unheld.get(row.id, 0), row.moves, row.head] for row in rows.values()}
    for values in made:
        new[values["debit_id"]][0] -= values["amount"]
        new[values["credit_id"]][0] += values["amount"]
        new[values["debit_id"]][2:] = values["seq"], values["hash"]
    told = {f"id{n}": account_id for n, account_id in enumerate(new)}
    told |= {
        f"{name}{n}": value for n, values in enumerate(new.values()) for name, value in zip(SUMS, values, strict=True)
    }
    quick.execute(connection, _sums_of(len(new)), told)


@lru_cache(maxsize=64)
def _sums_of(count: int) -> Update:
    """Return the statement that gives `count` accounts their new sums; made once for each count."""
    table = Account.__table__
    which = [bindparam(f"id{n}", type_=table.c.id.type) for n in range(count)]
    changes = {
        name: case(
            *((table.c.id == each, bindparam(f"{name}{n}", type_=table.c[name].type)) for n, each in enumerate(which))
        )
        for name in SUMS
    }
    return update(table).where(table.c.id.in_(which)).values(changes)


def changed(touched: Collection[Account]) -> None:
    """Let everybody read these accounts anew, caches too."""
    owners = {account.owner_id for account in touched if account.kind == "wallet"}
    accounts.forget(account.id for account in touched)
    if owners:
        after_commit(lambda: cache.forget(*(f"wallet:{owner}" for owner in owners)))
