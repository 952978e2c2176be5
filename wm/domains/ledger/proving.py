"""Proving the books: sums are 0, accounts are what their moves say, holds are what is held, no move was touched."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Select, delete, func, insert, select

from wm.domains.ledger.cases import freeze, open_case
from wm.domains.ledger.chain import sealed
from wm.domains.ledger.events import BooksDiffer
from wm.domains.ledger.models import Account, Checkpoint, Hold, Move, Proof
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

ROWS = 2000


class Finding(NamedTuple):
    """One thing that is wrong: the account's row id (None: no single one's), the move's (0: none), and a sentence."""

    account_id: int | None
    move_id: int
    words: str


class End(NamedTuple):
    """Where an account stands: its newest move (0: none), its sum, the length and the last hash of its chain."""

    last_move: int = 0
    posted: int = 0
    moves: int = 0
    head: str = ""


Ends = dict[int, End]


class Reading(NamedTuple):
    """What one reading saw; `ends` are where the accounts stand by their moves, after a whole reading."""

    findings: list[Finding]
    last_move: int
    accounts: int
    heads: str
    milliseconds: int
    ends: Ends | None


def read() -> Reading:
    """Read the whole books as they were in one moment and return what is wrong with them; changes nothing."""
    return _read(is_whole=True)


def read_on() -> Reading:
    """Read on from the last checkpoint: what was proven then is taken as proven, so a touched old move waits for `read`."""
    return _read(is_whole=False)


def _read(is_whole: bool) -> Reading:
    begun = clock.monotonic()
    options = {} if db.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with db.engine.connect().execution_options(**options, stream_results=True) as books:
        rows = {row.id: row for row in books.execute(select(Account.__table__))}
        known = (
            {} if is_whole else {row.account_id: End(*row[1:]) for row in books.execute(select(Checkpoint.__table__))}
        )
        ends = {each: known.get(each, End()) for each in rows}
        findings = [*_sums(rows), *_histories(books, rows, ends, known), *_holds(books, rows)]
        findings += _chains(books, rows, ends, known)
        last = books.scalar(select(func.max(Move.id))) or 0
    heads = hashlib.sha256("|".join(f"{each}:{rows[each].head}" for each in sorted(rows)).encode()).hexdigest()
    took = round((clock.monotonic() - begun) * 1000)
    return Reading(findings, last, len(rows), heads, took, ends if is_whole else None)


def conclude(reading: Reading, others: Iterable[Finding] = ()) -> Proof:
    """Write a reading down, open a case for each account that is wrong, and freeze it when it is a person's.

    An account of the site's own goes on: one move that was touched must not stop everybody's deposits."""
    findings = [*reading.findings, *others]
    for account_id, words in {each.account_id: each.words for each in reversed(findings)}.items():
        account = db.session.get(Account, account_id) if account_id else None
        if account is not None and account.owner_id is not None:
            freeze(account, words)
        open_case("books", f"account:{account_id}" if account_id else "books", words, account=account)
    told = {"last_move": reading.last_move, "accounts": reading.accounts, "heads": reading.heads}
    told |= {"milliseconds": reading.milliseconds, "findings": json.dumps(findings[:1000])}
    proof = Proof(is_balanced=not findings, is_whole=reading.ends is not None, **told)
    db.session.add(proof)
    db.session.flush()
    if reading.ends is not None and not findings:
        _keep(reading.ends)
    if findings:
        record(BooksDiffer(proof_id=proof.id))
    return proof


def _keep(ends: Ends) -> None:
    """Let the next readings go on from here."""
    db.session.execute(delete(Checkpoint))
    values = [{"account_id": each, **end._asdict()} for each, end in sorted(ends.items())]
    for n in range(0, len(values), ROWS):
        db.session.execute(insert(Checkpoint), values[n : n + ROWS])


def _sums(rows: dict) -> Iterator[Finding]:
    totals: dict[str, int] = {}
    for row in rows.values():
        totals[row.currency] = totals.get(row.currency, 0) + row.posted
    for unit, total in totals.items():
        if total:
            yield Finding(None, 0, f"All accounts in {unit} add up to {total}, not to 0.")


def _histories(books: Connection, rows: dict, ends: Ends, known: Ends) -> Iterator[Finding]:
    """Add up what came to and left each account since its `ends`, and write that down there."""
    for side, sign in ((Move.debit_id, -1), (Move.credit_id, 1)):
        newest, total = func.max(Move.id), func.sum(Move.amount)
        for account_id, last, amount in books.execute(_later(select(side, newest, total), side, known).group_by(side)):
            end = ends.get(account_id, End())
            ends[account_id] = end._replace(last_move=max(end.last_move, last), posted=end.posted + sign * int(amount))
    for account_id, row in rows.items():
        if row.posted != ends[account_id].posted:
            yield Finding(account_id, 0, f"{row.name} says {row.posted}, its moves {ends[account_id].posted}.")


def _later(wanted: Select, side, known: Ends) -> Select:
    """Return `wanted` without what the checkpoints know of `side`; without checkpoints all of it.

    It asks account by account, so that a database walks an index of each instead of all the moves."""
    if not known:
        return wanted
    later = Account.__table__.outerjoin(Checkpoint, Checkpoint.account_id == Account.id)
    is_new = (side == Account.id) & (Move.id > func.coalesce(Checkpoint.last_move, 0))
    return wanted.select_from(later.join(Move, is_new))


def _holds(books: Connection, rows: dict) -> Iterator[Finding]:
    held = select(Hold.account_id, func.sum(Hold.amount)).where(Hold.state == "held").group_by(Hold.account_id)
    sums = {account_id: int(total) for account_id, total in books.execute(held)}
    for account_id, row in rows.items():
        if row.held != sums.get(account_id, 0):
            yield Finding(account_id, 0, f"{row.name} holds {row.held}, its promises are {sums.get(account_id, 0)}.")


def _chains(books: Connection, rows: dict, ends: Ends, known: Ends) -> Iterator[Finding]:
    """Walk every chain: each move says its own hash, names the one before, and the account knows the last."""
    table = Move.__table__
    wanted = _later(select(table), Move.debit_id, known).order_by(table.c.debit_id, table.c.seq)
    moves = books.execute(wanted.execution_options(yield_per=ROWS))
    for row in moves.mappings():
        end = ends.get(row["debit_id"], End())
        if sealed(row) != row["hash"]:
            yield Finding(row["debit_id"], row["id"], f"Move {row['id']} was changed after it was made.")
        elif (row["seq"], row["prev_hash"]) != (end.moves + 1, end.head):
            yield Finding(row["debit_id"], row["id"], f"Before move {row['id']} a move is missing or was replaced.")
        ends[row["debit_id"]] = end._replace(moves=row["seq"], head=row["hash"])
    for account_id, row in rows.items():
        if (ends[account_id].moves, ends[account_id].head) != (row.moves, row.head):
            yield Finding(account_id, 0, f"The last move of {row.name} is missing or was replaced.")
