"""Proving the books: sums are 0, accounts are what their moves say, holds are what is held, no move was touched."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from wm.domains.ledger.cases import freeze, open_case
from wm.domains.ledger.chain import sealed
from wm.domains.ledger.events import BooksDiffer
from wm.domains.ledger.models import Account, Hold, Move, Proof
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

ROWS = 2000


class Finding(NamedTuple):
    """One thing that is wrong: the account's row id (None: no single one's), the move's (0: none), and a sentence."""

    account_id: int | None
    move_id: int
    words: str


class Reading(NamedTuple):
    """What one reading saw."""

    findings: list[Finding]
    last_move: int
    accounts: int
    heads: str
    milliseconds: int


def read() -> Reading:
    """Read the whole books as they were in one moment and return what is wrong with them; changes nothing."""
    begun = clock.monotonic()
    options = {} if db.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with db.engine.connect().execution_options(**options, stream_results=True) as books:
        rows = {row.id: row for row in books.execute(select(Account.__table__))}
        findings = [*_sums(rows), *_histories(books, rows), *_holds(books, rows), *_chains(books, rows)]
        last = books.scalar(select(func.max(Move.id))) or 0
    heads = hashlib.sha256("|".join(f"{each}:{rows[each].head}" for each in sorted(rows)).encode()).hexdigest()
    return Reading(findings, last, len(rows), heads, round((clock.monotonic() - begun) * 1000))


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
    proof = Proof(is_balanced=not findings, **told)
    db.session.add(proof)
    db.session.flush()
    if findings:
        record(BooksDiffer(proof_id=proof.id))
    return proof


def _sums(rows: dict) -> Iterator[Finding]:
    totals: dict[str, int] = {}
    for row in rows.values():
        totals[row.currency] = totals.get(row.currency, 0) + row.posted
    for unit, total in totals.items():
        if total:
            yield Finding(None, 0, f"All accounts in {unit} add up to {total}, not to 0.")


def _histories(books: Connection, rows: dict) -> Iterator[Finding]:
    sums = dict.fromkeys(rows, 0)
    for side, sign in ((Move.debit_id, -1), (Move.credit_id, 1)):
        for account_id, total in books.execute(select(side, func.sum(Move.amount)).group_by(side)):
            sums[account_id] = sums.get(account_id, 0) + sign * int(total)
    for account_id, total in sums.items():
        if account_id in rows and rows[account_id].posted != total:
            yield Finding(account_id, 0, f"{rows[account_id].name} says {rows[account_id].posted}, its moves {total}.")


def _holds(books: Connection, rows: dict) -> Iterator[Finding]:
    held = select(Hold.account_id, func.sum(Hold.amount)).where(Hold.state == "held").group_by(Hold.account_id)
    sums = {account_id: int(total) for account_id, total in books.execute(held)}
    for account_id, row in rows.items():
        if row.held != sums.get(account_id, 0):
            yield Finding(account_id, 0, f"{row.name} holds {row.held}, its promises are {sums.get(account_id, 0)}.")


def _chains(books: Connection, rows: dict) -> Iterator[Finding]:
    """Walk every chain: each move says its own hash, names the one before, and the account knows the last."""
    ends: dict[int, tuple[int, str]] = {}
    table = Move.__table__
    moves = books.execute(select(table).order_by(table.c.debit_id, table.c.seq).execution_options(yield_per=ROWS))
    for row in moves.mappings():
        seq, head = ends.get(row["debit_id"], (0, ""))
        if sealed(row) != row["hash"]:
            yield Finding(row["debit_id"], row["id"], f"Move {row['id']} was changed after it was made.")
        elif (row["seq"], row["prev_hash"]) != (seq + 1, head):
            yield Finding(row["debit_id"], row["id"], f"Before move {row['id']} a move is missing or was replaced.")
        ends[row["debit_id"]] = (row["seq"], row["hash"])
    for account_id, row in rows.items():
        if ends.get(account_id, (0, "")) != (row.moves, row.head):
            yield Finding(account_id, 0, f"The last move of {row.name} is missing or was replaced.")
