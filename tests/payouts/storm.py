"""Storms around payouts: many at once, lost answers, a gateway that is gone. Each takes counts, so that the trust command can ask for more.

Every engine returns plain numbers; whoever calls it says which of them have to be what."""

import random
import time
from datetime import timedelta

from sqlalchemy import func, select

from jobs import earnings as earning_jobs
from jobs import payouts as payout_jobs
from tests.payments.storm import follow_until_ended, in_threads
from wm.domains import earnings, ledger, payments, payouts, people
from wm.kernel import clock, ids, job
from wm.kernel.db import db, retried, rollback, transaction
from wm.kernel.errors import DomainError

BUYER, IBAN = 900_001, "DE89370400440532013000"
PLENTY = 10**9


def in_a_transaction(deed):
    """Return deed(), in a transaction that is tried again when it lost a race."""

    def unit():
        with transaction():
            return deed()

    rollback()
    return retried(unit)


def fund(amount: int = PLENTY) -> None:
    """Give the buyer of these storms money."""
    clearing, wallet = ledger.of_site("clearing", "storm"), ledger.wallet(BUYER)
    ledger.move(amount, clearing, wallet, reason="deposit", key=ids.new(22))


def creator(n: int) -> tuple[people.Person, payouts.PayoutTarget]:
    """Return a creator with a bank account that is old enough."""
    handle = f"storm{n}"
    made = people.enrol(name="Storm", handle=handle, email=f"{handle}@example.org", password="a long and honest word")
    target = payouts.add_bank(made, name="Storm", iban=IBAN)
    target.usable_at = clock.now() - timedelta(days=1)
    return made, target


def grant(person_id: int, amount: int) -> None:
    """Make an amount available to a creator, whatever the site's share is."""
    revenue = ledger.of_site("revenue")
    ledger.move(amount, revenue, earnings.available_of(person_id), reason="correction", key=ids.new(22))


def books() -> dict[str, int]:
    """Say whether the books are right."""
    rollback()
    findings = len(ledger.read().findings)
    off_by = sum(map(abs, ledger.trial_balance().values()))
    rollback()
    return {"findings": findings, "off_by": off_by}


def sell(count: int, sellers: int = 5, seed: int = 3) -> None:
    """Sell `count` things of so many creators, in batches."""
    rng = random.Random(seed)
    in_a_transaction(fund)
    for begin in range(0, count, 50):
        in_a_transaction(lambda begin=begin: [_sold(rng, n, sellers) for n in range(begin, min(count, begin + 50))])


def _sold(rng: random.Random, n: int, sellers: int) -> earnings.Earning:
    gross = rng.randrange(50, 5000)
    tax = rng.choice((0, gross // 6))
    seller, source = 1 + n % sellers, rng.choice(("sale", "tip", "membership"))
    return earnings.credit(source, f"s{n}", payer=ledger.wallet(BUYER), seller_id=seller, gross=gross, tax=tax)


def settle_together(app, count: int, runs: int, sellers: int = 5) -> dict[str, int]:
    """M18: settle `count` earnings by `runs` jobs at once; each may be divided once."""
    sell(count, sellers)
    clock.shift(timedelta(days=30))
    in_threads(app, runs, lambda _n: earning_jobs.settle(), threads=runs)
    clock.shift(timedelta(0))
    rollback()
    rows = list(db.session.scalars(select(earnings.Earning)))
    divided = select(func.count(ledger.Move.id)).where(ledger.Move.reason == "settle")
    twice = db.session.scalar(divided) - sum(1 for each in rows if each.share)
    shares = {}
    for each in rows:
        shares[each.seller_id] = shares.get(each.seller_id, 0) + each.share
    wrong = sum(earnings.available_of(seller).posted != total for seller, total in shares.items())
    settled = sum(each.state == "settled" for each in rows)
    return {"settled": settled, "twice": twice, "wrong_balances": wrong} | books()


def schedules_together(app, people_count: int, runs: int) -> dict[str, int]:
    """M18: run the scheduler, and every job that it promises, `runs` times at once; one payout each for the period."""
    in_a_transaction(lambda: [_scheduled(n) for n in range(people_count)])
    clock.shift(timedelta(days=8))
    in_threads(app, runs, lambda _n: payout_jobs.run_schedules(), threads=runs)
    rollback()
    promised = [
        (each.person_id, payouts.schedules_due()[0][1]) for each in db.session.scalars(select(payouts.PayoutSchedule))
    ]
    jobs_written = db.session.scalar(select(func.count(job.Job.id)).where(job.Job.kind == "payouts.scheduled"))
    in_threads(app, runs * len(promised), lambda n: payout_jobs.scheduled(*promised[n % len(promised)]), threads=runs)
    rollback()
    made = db.session.scalar(select(func.count(payouts.Withdrawal.id)))
    clock.shift(timedelta(0))
    return {"people": people_count, "jobs": jobs_written, "payouts": made} | books()


def _scheduled(n: int) -> None:
    person, target = creator(n)
    grant(person.id, 5_000 + n)
    payouts.choose(person, "week", target.public_id)


def ask_together(app, count: int, affordable: int, threads: int = 16) -> dict[str, int]:
    """M1 for payouts: ask `count` times at once for one part of what covers `affordable` of them."""
    app.config.update(PAYOUTS_PER_WEEK=10**6, PAYOUTS_UNSEEN_PER_WEEK=10**6)
    part = app.config["PAYOUT_LEAST"]
    person, target = in_a_transaction(lambda: creator(0))
    in_a_transaction(lambda: grant(person.id, part * affordable))

    def one(_n):
        try:
            in_a_transaction(lambda: payouts.ask(person, part, target, key=ids.new(22)))
        except DomainError as refusal:
            return type(refusal).__name__
        return "held"

    told = in_threads(app, count, one, threads)
    rollback()
    left = earnings.available_of(person.id).available
    return {"held": told.count("held"), "refused": told.count("AmountRefused"), "left": left} | books()


def asked(app, count: int, amount: int = 1_000) -> list[str]:
    """Let one creator ask for `count` payouts and hand them over; returns their public ids."""
    app.config.update(PAYOUTS_PER_WEEK=10**6, PAYOUTS_UNSEEN_PER_WEEK=10**6)
    person, target = in_a_transaction(lambda: creator(0))
    in_a_transaction(lambda: grant(person.id, amount * count))
    made = [in_a_transaction(lambda: payouts.ask(person, amount, target, key=ids.new(22))) for _ in range(count)]
    for each in made:
        for _again in range(2):
            in_a_transaction(lambda each=each: payouts.dispatch(each.public_id))
    return [each.public_id for each in made]


def attempts() -> list[int]:
    """Return the ids of every attempt that pays out."""
    rollback()
    return list(db.session.scalars(select(payments.PaymentAttempt.id).where(payments.PaymentAttempt.kind == "payout")))


def follow_facts(app) -> None:
    """Run what follows from what the gateway said, each twice, side by side."""
    rollback()
    kinds = {"payouts.arrived": payout_jobs.arrived, "payouts.failed": payout_jobs.failed}
    rows = list(db.session.scalars(select(job.Job).where(job.Job.kind.in_(kinds), job.Job.state == "due"))) * 2
    deeds = [(kinds[each.kind], job.json.loads(each.args)) for each in rows]
    in_threads(app, len(deeds), lambda n: in_a_transaction(lambda: deeds[n][0](**deeds[n][1])))


def outcome(gateway, public_ids: list[str]) -> dict[str, int]:
    """Compare what the gateway paid with what the books say."""
    rollback()
    rows = [payouts.find(each) for each in public_ids]
    ours = {each.attempt_ref for each in rows}
    paid = [each for each in gateway.ask("GET", "/v1/transactions?since=0") if each["key"] in ours]
    states = [each.state for each in rows]
    holds = select(func.count(ledger.Hold.id)).where(ledger.Hold.state == "settled")
    keys = {each["key"] for each in paid}
    reversed_while_paid = sum(each.state == "bounced" and each.attempt_ref in keys for each in rows)
    told = {"asked": len(rows), "at_gateway": len(paid), "unique": len(keys), "settled": states.count("settled")}
    told |= {"holds_settled": db.session.scalar(holds), "reversed_while_paid": reversed_while_paid}
    return told | books()


def through_lost_answers(app, gateway, count: int, drop: int = 30) -> dict[str, int]:
    """M13: pay out while the gateway does what it is asked and so many of a hundred of its answers get lost."""
    made = asked(app, count)
    gateway.switch(drop=drop)
    left = follow_until_ended(app, attempts(), rounds=200)
    gateway.switch(drop=0)
    follow_facts(app)
    return outcome(gateway, made) | {"not_ended": left}


def through_an_outage(app, gateway, gone, back, count: int) -> dict[str, int]:
    """M14: ask while the gateway is gone (`gone()`), then let it come back (`back()` returns it)."""
    gone()
    made = asked(app, count)
    waiting = attempts()
    in_threads(app, len(waiting), lambda n: payments.follow(waiting[n]))
    rollback()
    waits = sum(each.state == "waits" for each in payouts.standings([payouts.find(each) for each in made]).values())
    rollback()
    gateway = back()
    payments.rested("sandbox")
    began = time.monotonic()
    left = follow_until_ended(app, waiting, rounds=120, pause=0.5)
    follow_facts(app)
    seconds = round(time.monotonic() - began)
    return outcome(gateway, made) | {"waited": waits, "not_ended": left, "seconds_to_recover": seconds}


def later_rates(app, count: int) -> dict[str, int]:
    """M16: change every share after the sales; what was sold before is divided as it was then."""
    sell(count)
    rollback()
    before = {
        each.id: earnings.rate_at(each.source, each.sold_at) for each in db.session.scalars(select(earnings.Earning))
    }
    clerk = in_a_transaction(lambda: creator(1)[0])
    moment = clock.now() + timedelta(seconds=1)
    in_a_transaction(lambda: [earnings.set_rate(each, 5000, moment, clerk, "Later.") for each in earnings.SOURCES])
    clock.shift(timedelta(days=30))
    while in_a_transaction(earnings.settle_due):
        pass
    clock.shift(timedelta(0))
    rollback()
    changed = 0
    for each in db.session.scalars(select(earnings.Earning)):
        changed += abs(each.fee * 10_000 - each.net * before[each.id]) > 5_000
    return {"settled": len(before), "changed": changed} | books()
