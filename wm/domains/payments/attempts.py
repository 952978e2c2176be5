"""Attempts begun: money asked in, given back, paid out. Whoever begins one commits; the gateway is asked after that."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wm.domains import ledger
from wm.domains.payments import gateways, queries, resting
from wm.domains.payments.errors import NoSuchGateway, NothingLeft, TooManyFailures
from wm.domains.payments.following import follow_quietly
from wm.domains.payments.models import PaymentAttempt
from wm.kernel import clock, job, money
from wm.kernel.db import after_commit, db
from wm.kernel.errors import Invalid, NotNow
from wm.kernel.sealing import seal

LEAST, MOST = 100, 1_000_000  # minor units of one deposit
SMALL = 500  # a deposit below this looks like somebody who tries cards
SUSPECT_PER_HOUR = 10
SAFETY_SECONDS = 20  # after which a worker sends what the request did not get to
REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def checkout(
    person,
    amount: int,
    *,
    gateway: str,
    purpose: str = "deposit",
    purpose_ref: str = "",
    key: str,
    network: str = "",
) -> PaymentAttempt:
    """Begin to bring `amount` minor units into a person's wallet, once for this `key`; then send the browser to `.url`.

    When it succeeds the money is in the wallet and PaymentSucceeded(purpose, purpose_ref) is recorded with it.
    Raises Invalid (422), NoSuchGateway (422), KeyReused (422), TooManyFailures (429)."""
    way = gateways.named(gateway)
    if not way.takes_deposits:
        raise NoSuchGateway()
    _refuse_odd(amount)
    ledger.locked([ledger.wallet(person.id).id])
    known = queries.by_key(f"in:{person.id}:{key}")
    if known is not None:
        return _same(known, amount, gateway)
    network = resting.network_mark(network)
    resting.refuse_crowd(network)
    if queries.count_suspect(person.id, network, SMALL, clock.now() - timedelta(hours=1)) >= SUSPECT_PER_HOUR:
        raise TooManyFailures(retry_after=3600)
    attempt = _new("deposit", way, person.id, amount, f"in:{person.id}:{key}")
    attempt.purpose, attempt.purpose_ref, attempt.network = purpose, purpose_ref, network
    attempt.reference = _reference() if way.name == "bank" else None
    return _begun(attempt, run_at=clock.now() + timedelta(seconds=SAFETY_SECONDS), at_once=True)


def refund(attempt: PaymentAttempt, amount: int, key: str) -> PaymentAttempt:
    """Begin to give `amount` of a deposit back to where it came from, out of the wallet, once for this `key`.

    The money is held until the gateway has answered. Raises InsufficientFunds (402), NothingLeft (409), NotNow (409)."""
    way = gateways.named(attempt.gateway)
    if not way.refunds or attempt.kind != "deposit":
        raise NotNow("This payment can't be given back to where it came from.")
    wallet = ledger.wallet(attempt.person_id)
    ledger.locked([wallet.id])
    known = queries.by_key(f"back:{attempt.id}:{key}")
    if known is not None:
        return _same(known, amount, attempt.gateway)
    paid = queries.locked(attempt.id)
    if paid.state != "succeeded" or not 0 < amount <= paid.amount - paid.refunded:
        raise NothingLeft()
    back = _new("refund", way, paid.person_id, amount, f"back:{attempt.id}:{key}")
    back.parent_id, back.purpose, back.purpose_ref = paid.id, paid.purpose, paid.purpose_ref
    ledger.hold(amount, wallet, reason="deposit_returned", key=back.hold_key, subject=paid.subject)
    paid.refunded += amount
    return _begun(back)


def payout(
    person_id: int, amount: int, target: Mapping[str, Any], *, key: str, gateway: str, purpose_ref: str = ""
) -> PaymentAttempt:
    """Begin to pay `amount` out to `target` (name, iban, bic; or account, for Stripe), once for this `key`, for ever.

    The caller holds the money, and settles or releases it by PayoutSettled, PayoutFailed and PayoutReturned."""
    way = gateways.named(gateway)
    if not way.pays_out or type(amount) is not int or not 0 < amount <= money.MOST:
        raise NoSuchGateway()
    known = queries.by_key(f"out:{key}")
    if known is not None:
        return _same(known, amount, gateway)
    attempt = _new("payout", way, person_id, amount, f"out:{key}")
    attempt.purpose, attempt.purpose_ref = "payout", purpose_ref
    attempt.target = seal(dict(target))
    return _begun(attempt)


def _refuse_odd(amount: int) -> None:
    if type(amount) is not int or not LEAST <= amount <= MOST:
        least, most = money.written(LEAST), money.written(MOST)
        raise Invalid(fields={"amount": [f"Between {least} and {most} can be added at once."]})


def _same(known: PaymentAttempt, amount: int, gateway: str) -> PaymentAttempt:
    if (known.amount, known.gateway) != (amount, gateway):
        raise ledger.KeyReused()
    return known


def _new(kind: str, way: gateways.Gateway, person_id: int, amount: int, key: str) -> PaymentAttempt:
    attempt = PaymentAttempt(kind=kind, gateway=way.name, person_id=person_id, amount=amount, key=key)
    attempt.currency, attempt.ask_at = money.currency(), clock.now() + timedelta(seconds=SAFETY_SECONDS)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _begun(attempt: PaymentAttempt, run_at=None, at_once: bool = False) -> PaymentAttempt:
    db.session.flush()
    job.enqueue("payments.follow", attempt.public_id[:64], run_at=run_at, attempt_id=attempt.id)
    if at_once:
        attempt_id = attempt.id
        after_commit(lambda: follow_quietly(attempt_id))
    return attempt


def _reference() -> str:
    """Return what a person writes on a transfer: WM and eight letters that can't be taken for others."""
    return "WM" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
