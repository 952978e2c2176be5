"""usage: bin/bench ledger [--quick] [--json]

Sixteen threads of one process move money on a MariaDB of its own that writes every commit to its disk: between many accounts, and all of them
to one. In turns with that, the same threads make a bare transaction of two statements (a row, a sum) on the same server.

  moves_per_second_spread   between accounts that are drawn by chance
  moves_per_second_hot      from many accounts to one
  bare_per_second_spread    the two statements, on sums drawn by chance
  bare_per_second_hot       the two statements, on one sum
  over_bare                 the smaller of both ratios; at least 0.5 is promised
  balance_read_growth       reading a balance after very many moves over reading it after 1,000; about 1 is promised
  balance_read_us           how long that takes
  proof_seconds             a reading of the whole books, with so many moves
  proof_on_seconds          the hourly reading, which goes on from the checkpoint of that

  --quick   shorter rounds, and 20,000 moves instead of 1,000,000
  --json    one flat object"""

import argparse
import json
import random
import statistics
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from _stage import stage, warn_if_busy
from sqlalchemy import insert, text

from wm.domains import ledger
from wm.domains.ledger.chain import sealed
from wm.domains.ledger.models import Account, Move
from wm.kernel import clock, ids
from wm.kernel.db import db, retried, rollback, transaction

THREADS, ACCOUNTS, ROUNDS, READS, BATCH = 16, 2000, 5, 400, 2000
MANY, QUICK_MANY, FEW = 1_000_000, 20_000, 1000
PROMISED = 0.5


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="bin/bench ledger")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with stage({"DATABASE_POOL_SIZE": str(THREADS + 4)}, innodb_flush_log_at_trx_commit="1") as app:
        warn_if_busy()
        result = measured(app, seconds=1.0 if asked.quick else 4.0)
        result |= grown(QUICK_MANY if asked.quick else MANY)
    print(json.dumps(result) if asked.json else table(result))
    return int(result["over_bare"] < PROMISED)


def measured(app, seconds: float) -> dict:
    """Move between many accounts and to one, in turns with the bare transaction."""
    people = prepare()
    deeds = {
        "moves_per_second_spread": lambda chance: paid(*chance.sample(people, 2), chance),
        "bare_per_second_spread": lambda chance: bare(chance.randrange(1, ACCOUNTS), chance),
        "moves_per_second_hot": lambda chance: paid(chance.choice(people[1:]), people[0], chance),
        "bare_per_second_hot": lambda chance: bare(1, chance),
    }
    rounds = [{name: rate(app, deed, seconds) for name, deed in deeds.items()} for _ in range(ROUNDS)]
    result = {name: round(statistics.median(each[name] for each in rounds)) for name in deeds}
    ratios = [
        statistics.median(each[f"moves_per_second_{kind}"] / each[f"bare_per_second_{kind}"] for each in rounds)
        for kind in ("spread", "hot")
    ]
    return result | {
        "over_bare": round(min(ratios), 2),
        "over_bare_spread": round(ratios[0], 2),
        "over_bare_hot": round(ratios[1], 2),
    }


def prepare() -> list[tuple[ledger.Account, ledger.Account]]:
    """Open a wallet and a pending account for everybody, fill the wallets, and make the bare tables."""
    with transaction():
        db.session.execute(text("CREATE TABLE bare_sum (id BIGINT PRIMARY KEY, total BIGINT NOT NULL)"))
        db.session.execute(
            text("CREATE TABLE bare_row (id BIGINT AUTO_INCREMENT PRIMARY KEY, sum_id BIGINT, amount BIGINT)")
        )
        db.session.execute(text("INSERT INTO bare_sum VALUES (:id, 0)"), [{"id": n} for n in range(1, ACCOUNTS + 1)])
        clearing = ledger.of_site("clearing", "bench")
        people = []
        for n in range(1, ACCOUNTS + 1):
            wallet, pending = ledger.wallet(n), ledger.of_person("pending", n)
            ledger.move(10**9, clearing, wallet, reason="deposit", key=f"in:{n}")
            people.append((wallet.id, pending.id))
    with transaction():
        known = ledger.by_ids([each for pair in people for each in pair])
        for account in known.values():
            db.session.refresh(account)
            db.session.expunge(account)
        return [(known[wallet], known[pending]) for wallet, pending in people]


def paid(payer, maker, chance: random.Random) -> None:
    """Move a small amount from one person's wallet to what another has earned."""
    with transaction():
        ledger.move(chance.randrange(1, 500), payer[0], maker[1], reason="tip", key=ids.new(22))


def bare(sum_id: int, chance: random.Random) -> None:
    """Write a row and add it to a sum."""
    values = {"id": sum_id, "amount": chance.randrange(1, 500)}
    with transaction() as session:
        session.execute(text("INSERT INTO bare_row (sum_id, amount) VALUES (:id, :amount)"), values)
        session.execute(text("UPDATE bare_sum SET total = total + :amount WHERE id = :id"), values)


def rate(app, deed, seconds: float) -> float:
    """Return how often per second all threads together do `deed`."""
    counts, end = [0] * THREADS, time.perf_counter() + seconds

    def go_on(n: int) -> None:
        chance = random.Random(n)
        with app.app_context():
            while time.perf_counter() < end:
                retried(lambda: deed(chance))
                counts[n] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=go_on, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def grown(many: int) -> dict:
    """Give one account few moves and another very many, and read both balances in turns."""
    small, large = fill(10**6 + 1, FEW), fill(10**6 + 2, many)
    times = {small: [], large: []}
    for _ in range(READS):
        for person in (small, large):
            rollback()
            db.session.expunge_all()
            began = time.perf_counter()
            ledger.wallet(person).available  # noqa: B018 - reading is what is measured
            times[person].append(time.perf_counter() - began)
    rollback()
    few, lots = (statistics.median(times[person]) for person in (small, large))
    reading = ledger.read()
    if reading.findings:
        sys.exit(f"the books are wrong: {reading.findings[:3]}")
    with transaction():
        ledger.conclude(reading)
    later = ledger.read_on()
    return {
        "balance_read_growth": round(lots / few, 2),
        "balance_read_us": round(lots * 1e6),
        "moves": reading.last_move,
        "proof_seconds": round(reading.milliseconds / 1000, 1),
        "proof_on_seconds": round(later.milliseconds / 1000, 1),
    }


def fill(person: int, moves: int) -> int:
    """Let a person pay that many times, in rows as posting makes them, written in batches."""
    with transaction():
        clearing, wallet, pending = (
            ledger.of_site("clearing", "bench"),
            ledger.wallet(person),
            ledger.of_person("pending", 1),
        )
        ledger.move(moves, clearing, wallet, reason="deposit", key=f"in:{person}")
        head = ""
        for start in range(0, moves, BATCH):
            made = []
            for seq in range(start + 1, min(start + BATCH, moves) + 1):
                values = {
                    "journal": f"{person}.{seq}",
                    "key": f"{person}.{seq}/0",
                    "reason": "tip",
                    "subject": "",
                    "amount": 1,
                }
                values |= {"currency": wallet.currency, "debit_id": wallet.id, "credit_id": pending.id, "seq": seq}
                values |= {"prev_hash": head, "created_at": clock.now()}
                values["hash"] = head = sealed(values)
                made.append(values)
            db.session.execute(insert(Move.__table__), made)
        db.session.execute(db.update(Account).where(Account.id == wallet.id).values(posted=0, moves=moves, head=head))
        db.session.execute(db.update(Account).where(Account.id == pending.id).values(posted=Account.posted + moves))
    return person


def table(result: dict) -> str:
    """Return the result for people."""
    return "\n".join(
        [
            f"moves of money with {THREADS} threads of one process, beside a transaction of two statements",
            f"  between many accounts   {result['moves_per_second_spread']:8,} /s   bare {result['bare_per_second_spread']:,}",
            f"  all to one account      {result['moves_per_second_hot']:8,} /s   bare {result['bare_per_second_hot']:,}",
            f"  over bare               {result['over_bare']:8.2f}      the smaller ratio; promised {PROMISED}",
            f"  reading a balance       {result['balance_read_us']:8,} us   {result['balance_read_growth']} of that after {FEW:,} moves",
            f"  proving the books       {result['proof_seconds']:8.1f} s    {result['moves']:,} moves",
            f"  and on from there       {result['proof_on_seconds']:8.1f} s",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
