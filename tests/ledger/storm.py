"""Faults planted in the books, as many as asked for: each is found, nothing else is called wrong, nobody else is frozen (M17, M7)."""

import random

from sqlalchemy import select

from tests.ledger.test_proving import meddle
from wm.domains import ledger
from wm.kernel.db import db, retried, rollback, transaction

LINES = 400  # moves of one journal here


def _account(change: str):
    return lambda wallet, _move, _other: (f"UPDATE ledger_account SET {change} WHERE id = {wallet}", {wallet})


def _move(change: str):
    return lambda wallet, move, _other: (f"UPDATE ledger_move SET {change} WHERE id = {move.id}", {wallet})


FAULTS = {
    "a sum was raised": _account("posted = posted + 7"),
    "a promise was invented": _account("held = held + 3"),
    "the last hash was replaced": _account("head = 'x'"),
    "a length was changed": _account("moves = moves + 1"),
    "a hash was changed": _move("hash = 'x'"),
    "a reason was changed": _move("reason = 'sale'"),
    "a subject was changed": _move("subject = 'x'"),
    "a moment was changed": _move("created_at = '2020-01-01 00:00:00.000000'"),
    "an amount was changed": lambda wallet, move, _other: (
        f"UPDATE ledger_move SET amount = amount + 1 WHERE id = {move.id}",
        {wallet, move.credit_id},
    ),
    "a move was taken out": lambda wallet, move, _other: (
        f"DELETE FROM ledger_move WHERE id = {move.id}",
        {wallet, move.credit_id},
    ),
    "a move was led elsewhere": lambda wallet, move, other: (
        f"UPDATE ledger_move SET credit_id = {other} WHERE id = {move.id}",
        {wallet, move.credit_id, other},
    ),
}


def fill(moves: int) -> list[int]:
    """Let many people pay each other `moves` times; returns the row ids of their wallets."""
    people = range(1, max(60, moves // 20) + 1)
    wallets = _made(lambda: [ledger.wallet(each) for each in people])
    pendings = _made(lambda: [ledger.of_person("pending", each) for each in people])
    clearing = _made(lambda: ledger.of_site("clearing", "storm"))
    _posted("in", [ledger.Line("deposit", clearing, each, 10_000) for each in wallets])
    for turn in range(max(1, moves // len(wallets))):
        pairs = zip(wallets, pendings[turn + 1 :] + pendings[: turn + 1], strict=True)
        _posted(f"tips{turn}", [ledger.Line("tip", payer, payee, 1 + turn) for payer, payee in pairs])
    return [each.id for each in wallets]


def _made(deed):
    def unit():
        with transaction():
            return deed()

    return retried(unit)


def _posted(key: str, lines: list[ledger.Line]) -> None:
    for begin in range(0, len(lines), LINES):
        _made(lambda begin=begin: ledger.post(f"{key}:{begin}", lines[begin : begin + LINES]))


def discrepancies(app, faults: int, clean: int, seed: int = 5) -> dict[str, int]:
    """Read right books, plant `faults` in them (each at another wallet), and read them again."""
    wallets = fill(clean)
    rollback()
    false_alarms = len(ledger.read().findings)
    rng = random.Random(seed)
    chosen = rng.sample(wallets, faults)
    bystanders = [each for each in wallets if each not in chosen]
    hit, planted = set(), []
    for n, wallet in enumerate(chosen):
        name = list(FAULTS)[n % len(FAULTS)]
        rollback()
        move = db.session.scalars(select(ledger.Move).where(ledger.Move.debit_id == wallet).limit(1)).first()
        statement, touched = FAULTS[name](wallet, move, rng.choice(bystanders))
        rollback()
        meddle(statement)
        hit |= touched
        planted.append(wallet)
    return _judged(planted, hit) | {"planted": faults, "false_alarms": false_alarms}


def _judged(planted: list[int], hit: set[int]) -> dict[str, int]:
    rollback()
    reading = ledger.read()
    _made(lambda: ledger.conclude(reading))
    rollback()
    named = {each.account_id for each in reading.findings}
    frozen = set(db.session.scalars(select(ledger.Account.id).where(ledger.Account.frozen_at.is_not(None))))
    rollback()
    return {"found": sum(each in named for each in planted), "others_frozen": len(frozen - hit)}
