"""usage: bin/trust money [--quick] [--json]

Asks the money of this site hard questions, on a MariaDB of its own that writes every commit to its disk. Each question is asked of a build that is
broken on purpose too (its control): a check that finds nothing there says nothing here.

  mixed        10,000 sales, tips, settlements, returns, holds and payouts at once at 5 wallets: nothing overdrawn, made or lost
  withdrawals  200 people ask 8 times each for 1 of 500: exactly 500 get it
  kills        100 processes killed at named points while they post; asked again, each sale is there once
  splits       1,000,000 random divisions: the parts are the whole

  --quick  a fiftieth of all that
  --json   one flat object"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from _stage import stage

from tests.trust.money import broken, kills, mixed, splits


class Question(NamedTuple):
    """One question: how it is asked, what must come out, how the control is asked, and whether that noticed."""

    name: str
    ask: Callable[[Any, int], dict]
    count: int
    holds: Callable[[dict], bool]
    control: Callable[[Any, int], dict]
    notices: Callable[[dict], bool]


def main(arguments: list[str]) -> int:
    """Ask everything, print, and return 1 when something does not hold, or a control notices nothing."""
    parser = argparse.ArgumentParser(prog="bin/trust money")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    answers = list(answered(part=50 if asked.quick else 1, quiet=asked.json))
    if asked.json:
        print(json.dumps({f"{name}_{key}": value for name, told in answers for key, value in told.items()}))
    return int(not all(told["holds"] and told["control_notices"] for _name, told in answers))


def answered(part: int, quiet: bool) -> Iterator[tuple[str, dict]]:
    """Ask one question after the other, each of an empty site and its control of another one."""
    for question in QUESTIONS:
        began = time.monotonic()
        with stage({"DATABASE_POOL_SIZE": "20"}, innodb_flush_log_at_trx_commit="1") as app:
            found = question.ask(app, max(1, question.count // part))
        with stage({"DATABASE_POOL_SIZE": "20"}) as app:
            control = question.control(app, max(100, question.count // part // 10))
        told = found | {"holds": question.holds(found), "control_notices": question.notices(control)}
        if not quiet:
            show(question.name, told, control, time.monotonic() - began)
        yield question.name, told


def show(name: str, told: dict, control: dict, seconds: float) -> None:
    """Print one answer for people."""
    verdict = "holds" if told["holds"] else "DOES NOT HOLD"
    noticed = "control noticed" if told["control_notices"] else "CONTROL NOTICED NOTHING"
    figures = ", ".join(f"{key} {value:,}" for key, value in told.items() if type(value) is int)
    against = ", ".join(f"{key} {value:,}" for key, value in control.items() if type(value) is int)
    print(f"{name}: {verdict}, {noticed} ({seconds:.0f} s)\n    {figures}\n    control: {against}", flush=True)


def is_clean(found: dict) -> bool:
    """Whether nothing was overdrawn, nothing is off, and a reading of the books finds nothing."""
    return not (found["overdrafts"] or found["findings"] or found["off_by"])


def broken_mixed(app, count: int) -> dict:
    with broken.no_locks(), broken.relative_sums():
        return mixed.run(app, count)


def broken_withdrawals(app, count: int) -> dict:
    with broken.no_locks(), broken.relative_sums():
        return mixed.withdrawals(app, clients=count // 8, each=8, affordable=count // 4)


QUESTIONS = [
    Question("mixed", mixed.run, 10_000, is_clean, broken_mixed, lambda found: not is_clean(found)),
    Question(
        "withdrawals",
        lambda app, count: mixed.withdrawals(app, clients=max(1, count // 8), each=8, affordable=count * 5 // 16),
        1600,
        lambda found: is_clean(found) and found["done"] == found["allowed"],
        broken_withdrawals,
        lambda found: found["done"] > found["allowed"],
    ),
    Question(
        "kills",
        kills.run,
        100,
        lambda found: not any(value for key, value in found.items() if key != "kills"),
        lambda app, _count: kills.run(app, len(kills.POINTS), kills.sell_anew),
        lambda found: found["double"] > 0,
    ),
    Question(
        "splits",
        lambda _app, count: splits.run(count),
        1_000_000,
        lambda found: not (found["sums_wrong"] or found["unfair"]),
        lambda _app, count: splits.run(count, splits.rounded),
        lambda found: found["sums_wrong"] > 0,
    ),
]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
