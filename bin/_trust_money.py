"""usage: bin/trust money [--quick] [--json]

Asks the money of this site hard questions, on a MariaDB of its own that writes every commit to its disk. Each question is asked of a build that is
broken on purpose too (its control): a check that finds nothing there says nothing here.

  mixed        10,000 sales, tips, settlements, returns, holds and payouts at once at 5 wallets: nothing overdrawn, made or lost
  withdrawals  200 people ask 8 times each for 1 of 500: exactly 500 get it
  kills        100 processes killed at named points while they post; asked again, each sale is there once
  machine      20,000 random steps of sales, settlements, refunds, disputes and payouts, kept a second time beside the real books
  webhooks     500 deposits told of 5 times each in any order while 30 % of the answers are lost: 500 effects
  payouts      200 payouts while 30 % of the answers are lost: each is paid once
  keys         100 people at the last 10 licence keys: 10 sold, 90 refused and not charged
  faults       30 faults planted in the books: 30 found, nobody else's account frozen, no alarm before
  splits       1,000,000 random divisions: the parts are the whole

  mixed webhooks ...   only these
  --quick  a fiftieth of all that
  --json   one flat object"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from _stage import stage

from tests.goods import storm as goods_storm
from tests.ledger import storm as ledger_storm
from tests.refunds import machine
from tests.trust.money import broken, gateways, kills, mixed, splits
from wm.domains.ledger import proving


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
    parser.add_argument("names", nargs="*", choices=[[], *(question.name for question in QUESTIONS)])
    asked = parser.parse_args(arguments)
    wanted = [question for question in QUESTIONS if not asked.names or question.name in asked.names]
    answers = list(answered(wanted, part=50 if asked.quick else 1, quiet=asked.json))
    if asked.json:
        print(json.dumps({f"{name}_{key}": value for name, told in answers for key, value in told.items()}))
    return int(not all(told["holds"] and told["control_notices"] for _name, told in answers))


def answered(wanted: list[Question], part: int, quiet: bool) -> Iterator[tuple[str, dict]]:
    """Ask one question after the other, each of an empty site and its control of another one."""
    for question in wanted:
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


def last_keys(app, count: int) -> dict:
    return goods_storm.last_keys(app, buyers=max(10, count), keys=max(1, count // 10), threads=16)


def unlocked_keys(app, _count: int) -> dict:
    with goods_storm.unlocked():
        return goods_storm.last_keys(app, buyers=40, keys=20, threads=16)


def planted(app, count: int) -> dict:
    return ledger_storm.discrepancies(app, faults=max(10, count), clean=max(500, count * 333))


def overlooked(app, _count: int) -> dict:
    """Look for faults with eyes that see no chain and no history."""
    with patch.object(proving, "_chains", lambda *_: ()), patch.object(proving, "_histories", lambda *_: ()):
        return ledger_storm.discrepancies(app, faults=20, clean=500)


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
        "machine",
        machine.run,
        20_000,
        lambda found: found["broken"] == 0,
        lambda app, count: machine.run_broken(app, max(count, 1500)),
        lambda found: found["broken"] > 0,
    ),
    Question(
        "webhooks",
        gateways.webhooks,
        500,
        lambda found: found["effects"] == found["webhooks"] and not (found["wallet_off_by"] or found["findings"]),
        gateways.webhooks_believed,
        lambda found: found["effects"] > found["webhooks"],
    ),
    Question(
        "payouts",
        gateways.payouts,
        200,
        lambda found: found["asked"] == found["unique"] == found["paid_in_all"] == found["holds_settled"],
        gateways.payouts_sent_anew,
        lambda found: found["paid_in_all"] > found["asked"],
    ),
    Question(
        "keys",
        last_keys,
        100,
        lambda found: found["sold"] == found["distinct_keys"] == found["charged"] and not found["wrongly_charged"],
        unlocked_keys,
        lambda found: found["distinct_keys"] < found["sold"],
    ),
    Question(
        "faults",
        planted,
        30,
        lambda found: found["found"] == found["planted"] and not (found["false_alarms"] or found["others_frozen"]),
        overlooked,
        lambda found: found["found"] < found["planted"],
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
