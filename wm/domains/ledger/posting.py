"""Posting: the one place that moves money. Accounts are locked, the key is looked up, the moves are made."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import case, insert, select, update

from wm.domains.ledger import accounts, reasons
from wm.domains.ledger.chain import sealed
from wm.domains.ledger.errors import AccountFrozen, BadMove, InsufficientFunds, KeyReused
from wm.domains.ledger.models import KEY_LENGTH, Account, Move
from wm.kernel import cache, clock, ids, money
from wm.kernel.db import after_commit, db

JOURNAL_LENGTH = 22


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
    rows = accounts.locked(each.id for line in lines for each in (line.debit, line.credit))
    journal = _posted_before(key, lines)
    if journal is not None:
        return Journal(journal, is_repeat=True)
    _refuse_uncovered(lines, rows, unheld or {})
    journal = ids.new(JOURNAL_LENGTH)
    made = _chained(key, journal, lines, rows, subject)
    db.session.execute(insert(Move.__table__), made)
    _add_up(made, rows, unheld or {})
    return Journal(journal, is_repeat=False)


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


def _refuse_uncovered(lines: Sequence[Line], rows: Mapping[int, Any], unheld: Mapping[int, int]) -> None:
    left = {row.id: row.posted - row.held + unheld.get(row.id, 0) for row in rows.values()}
    for line in lines:
        row = rows[line.debit.id]
        if row.frozen_at is not None:
            raise AccountFrozen()
        left[line.debit.id] -= line.amount
        left[line.credit.id] += line.amount
        if row.floor is not None and left[row.id] < row.floor:
            raise InsufficientFunds(missing=row.floor - left[row.id], currency=row.currency)


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


def _add_up(made: list[dict], rows: Mapping[int, Any], unheld: Mapping[int, int]) -> None:
    """Change the sums of the locked accounts in one statement; the database refuses what would fall below a floor."""
    table = Account.__table__
    sums, lengths, heads = (
        {row.id: getattr(row, name) for row in rows.values()} for name in ("posted", "moves", "head")
    )
    for values in made:
        sums[values["debit_id"]] -= values["amount"]
        sums[values["credit_id"]] += values["amount"]
        lengths[values["debit_id"]], heads[values["debit_id"]] = values["seq"], values["hash"]
    changes = {"posted": case(sums, value=table.c.id), "moves": case(lengths, value=table.c.id)}
    changes["head"] = case(heads, value=table.c.id)
    if unheld:
        changes["held"] = case({each: rows[each].held - unheld.get(each, 0) for each in rows}, value=table.c.id)
    db.session.execute(update(table).where(table.c.id.in_(rows)).values(**changes))
    changed(rows.values())


def changed(rows) -> None:
    """Let everybody read these accounts anew, caches too."""
    accounts.forget(row.id for row in rows)
    owners = {row.owner_id for row in rows if row.owner_id is not None}
    if owners:
        after_commit(lambda: cache.forget(*(f"wallet:{owner}" for owner in owners)))
