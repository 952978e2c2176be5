"""Very many people at very few wallets at once: what can't be paid is refused, and no cent appears or goes."""

import random
import threading
from collections import Counter
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError, OperationalError

from wm.domains import earnings, ledger
from wm.kernel import ids
from wm.kernel.db import db, retried, rollback, transaction

WALLETS, DEPOSIT = 5, 3000
REFUSALS = (ledger.InsufficientFunds, earnings.NothingLeft, ledger.HoldEnded)


def at_once(app, threads: int, deed: Callable[[random.Random], str], count: int) -> Counter:
    """Let `threads` do `deed` `count` times together; return how often it ended in which word, or in which refusal."""
    told, left, lock = Counter(), iter(range(count)), threading.Lock()

    def go_on(seed: int) -> None:
        chance = random.Random(seed)
        with app.app_context():
            while True:
                with lock:
                    if next(left, None) is None:
                        break
                word = _tried(deed, chance)
                with lock:
                    told[word] += 1
            db.session.remove()

    rollback()
    crowd = [threading.Thread(target=go_on, args=(seed,)) for seed in range(threads)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    return told


def _tried(deed: Callable[[random.Random], str], chance: random.Random) -> str:
    try:
        return retried(lambda: deed(chance))
    except REFUSALS as refusal:
        return refusal.code
    except (IntegrityError, OperationalError):
        return "refused by the database"


def run(app, count: int, threads: int = 16) -> dict[str, int]:
    """Tip, sell, settle, give back, hold, pay out and move to wallets `count` times on 5 people; then read the books."""
    with transaction():
        for person in range(1, WALLETS + 1):
            ledger.move(
                DEPOSIT, ledger.of_site("clearing", "crowd"), ledger.wallet(person), reason="deposit", key=ids.new(22)
            )
    told = at_once(app, threads, lambda chance: chance.choice(DEEDS)(chance), count)
    return outcome(told) | {"operations": count}


def outcome(told: Counter) -> dict[str, int]:
    """Say how it ended: what was done, refused, overdrawn, and what a reading of the books finds."""
    rollback()
    with transaction() as session:
        below = db.select(db.func.count()).select_from(ledger.Account)
        below = below.where(
            ledger.Account.floor.is_not(None), ledger.Account.posted - ledger.Account.held < ledger.Account.floor
        )
        overdrawn = session.scalar(below)
        sums = ledger.trial_balance()
    done = sum(n for word, n in told.items() if word.startswith("did"))
    refused = sum(told.values()) - done
    findings = len(ledger.read().findings)
    return {
        "done": done,
        "refused": refused,
        "overdrafts": overdrawn,
        "findings": findings,
        "off_by": sum(map(abs, sums.values())),
    }


def withdrawals(app, clients: int, each: int, affordable: int) -> dict[str, int]:
    """Let `clients` ask `each` times for 1 of a balance of `affordable`; exactly so many may get it."""
    with transaction():
        wallet, clearing = ledger.wallet(99), ledger.of_site("clearing", "crowd")
        ledger.move(affordable, clearing, wallet, reason="deposit", key=ids.new(22))

    def withdraw(_chance) -> str:
        with transaction():
            ledger.move(1, ledger.wallet(99), ledger.of_site("clearing", "crowd"), reason="payout", key=ids.new(22))
        return "did"

    told = at_once(app, 16, withdraw, clients * each)
    return outcome(told) | {"allowed": affordable}


def _two(chance: random.Random) -> tuple[int, int]:
    return tuple(chance.sample(range(1, WALLETS + 1), 2))


def _sell(chance: random.Random) -> str:
    payer, seller = _two(chance)
    gross = chance.randrange(2, 900)
    with transaction():
        earnings.credit(
            chance.choice(("sale", "tip")),
            ids.new(22),
            payer=ledger.wallet(payer),
            seller_id=seller,
            gross=gross,
            tax=gross // 6,
        )
    return "did sell"


def _some_earning(chance: random.Random):
    newest = db.select(earnings.Earning).order_by(earnings.Earning.id.desc()).limit(30)
    found = list(db.session.scalars(newest))
    return chance.choice(found) if found else None


def _settle(chance: random.Random) -> str:
    with transaction():
        if earning := _some_earning(chance):
            earnings.settle(earning.id)
    return "did settle"


def _give_back(chance: random.Random) -> str:
    with transaction():
        if earning := _some_earning(chance):
            part = chance.randrange(1, earning.gross + 1)
            earnings.reverse(earning, part, key=ids.new(22), to=ledger.wallet(earning.payer_id))
    return "did give back"


def _withdraw(chance: random.Random) -> str:
    """Hold, and then let go out, come back or be spent, as payouts do."""
    person, key = chance.randrange(1, WALLETS + 1), ids.new(22)
    amount = chance.randrange(1, 600)
    with transaction():
        ledger.hold(amount, earnings.available_of(person), reason="payout", key=key)
    with transaction():
        if chance.random() < 0.3:
            ledger.release(key)
            return "did release"
        goal, reason = (
            (ledger.wallet(person), "to_wallet")
            if chance.random() < 0.7
            else (ledger.of_site("clearing", "crowd"), "payout")
        )
        ledger.settle(key, ledger.Line(reason, earnings.available_of(person), goal, amount))
    return "did pay out"


def _deposit(chance: random.Random) -> str:
    with transaction():
        wallet = ledger.wallet(chance.randrange(1, WALLETS + 1))
        ledger.move(
            chance.randrange(1, 300), ledger.of_site("clearing", "crowd"), wallet, reason="deposit", key=ids.new(22)
        )
    return "did deposit"


DEEDS = (_sell, _sell, _sell, _settle, _settle, _give_back, _withdraw, _withdraw, _deposit)
