"""Differences: where our attempts, the books and what a gateway says of itself don't agree."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from wm.domains import ledger
from wm.domains.payments import gateways
from wm.domains.payments.gateways import Gateway, Refused, Transaction, Unknown, Unreachable
from wm.domains.payments.models import PaymentAttempt
from wm.kernel import clock
from wm.kernel.db import db, only_reading
from wm.kernel.money import currency

GRACE = timedelta(minutes=10)  # what is younger may still be on its way to us
LOOKED_AT = timedelta(days=7)
BATCH = 500
OURS = ("deposit", "deposit_returned", "payout", "payout_returned")
SIGNS = {"deposit": 1, "refund": -1, "payout": -1}


def differences(since: datetime | None = None) -> list[ledger.Finding]:
    """Return what is wrong between each gateway, our attempts and the books, `since` then (a week unless said).

    Asks gateways over the network: not in a transaction. A gateway that does not answer is left out; the books beside it
    are read all the same."""
    with only_reading():
        found = _differences(since or clock.now() - LOOKED_AT)
        db.session.rollback()
    return found


def _differences(since: datetime) -> list[ledger.Finding]:
    found: list[ledger.Finding] = []
    for gateway in gateways.offered():
        said = _said(gateway, since)
        if said is not None:
            found += _against_the_gateway(gateway, said, since)
        found += _against_the_books(gateway, since)
        found += _sums(gateway)
    return found


def _said(gateway: Gateway, since: datetime) -> dict[str, Transaction] | None:
    """Return the gateway's transactions by our key, None when it can't or does not say."""
    db.session.rollback()
    try:
        return {each.key: each for each in gateway.transactions(since - GRACE)}
    except (NotImplementedError, Refused, Unknown, Unreachable):
        return None


def _against_the_gateway(gateway: Gateway, said: dict[str, Transaction], since: datetime) -> Iterator[ledger.Finding]:
    ours = _attempts(gateway, since) | _by_public_id(said)
    for key, theirs in said.items():
        if key not in ours:
            yield _finding(None, f"{gateway.name} has {theirs.kind} {key} of {theirs.amount}, which we don't know.")
        elif theirs.at < clock.now() - GRACE:
            yield from _compared(gateway, ours[key], theirs)
    for key, attempt in ours.items():
        if attempt.state == "succeeded" and key not in said and since <= attempt.ended_at < clock.now() - GRACE:
            yield _finding(attempt, f"{gateway.name} does not know {attempt.kind} {key} of {attempt.amount}.")


def _compared(gateway: Gateway, attempt: PaymentAttempt, theirs: Transaction) -> Iterator[ledger.Finding]:
    name = f"{attempt.kind} {attempt.public_id}"
    if attempt.state != "succeeded":
        yield _finding(attempt, f"{gateway.name} has done {name}, for us it is {attempt.state}.")
    elif (attempt.amount, attempt.fee, attempt.kind) != (theirs.amount, theirs.fee, theirs.kind):
        ours, their = f"{attempt.amount} (fee {attempt.fee})", f"{theirs.amount} (fee {theirs.fee})"
        yield _finding(attempt, f"{gateway.name} says {their} of {name}, we say {ours}.")


def _against_the_books(gateway: Gateway, since: datetime) -> Iterator[ledger.Finding]:
    """Every deposit and refund that has succeeded stands in the books once, with its amount; and nothing else does."""
    clearing = ledger.of_site("clearing", gateway.name)
    attempts = {each.subject: each for each in _attempts(gateway, since).values()}
    moved = _moved(clearing, since - GRACE)
    for subject, attempt in attempts.items():
        if attempt.kind == "deposit" and attempt.state == "succeeded" and moved.get(subject) != attempt.amount:
            yield _finding(
                attempt,
                f"Deposit {attempt.public_id} of {attempt.amount} stands in the books as {moved.get(subject, 0)}.",
            )
        if attempt.kind == "deposit" and attempt.state != "succeeded" and moved.get(subject):
            yield _finding(attempt, f"Deposit {attempt.public_id} is {attempt.state}, but stands in the books.")
    known = attempts | {each.subject: each for each in _by_public_id(_keys(moved)).values()}
    for subject, amount in moved.items():
        if subject not in known:
            yield _finding(
                None,
                f"The books have a deposit {subject or '-'} of {amount} that no payment of {gateway.name} asked for.",
            )


def _keys(moved: dict[str, int]) -> set[str]:
    return {subject.removeprefix("payment:") for subject in moved}


def _moved(clearing: ledger.Account, since: datetime) -> dict[str, int]:
    """Return what the books have as deposits through this account, by subject."""
    deposits = ledger.Move.debit_id == clearing.id, ledger.Move.reason == "deposit", ledger.Move.created_at >= since
    wanted = select(ledger.Move.subject, func.sum(ledger.Move.amount)).where(*deposits).group_by(ledger.Move.subject)
    return {subject: int(total) for subject, total in db.session.execute(wanted)}


def _sums(gateway: Gateway) -> Iterator[ledger.Finding]:
    """All that ever went through a gateway is what its account says; payouts may be settled some minutes later."""
    table = PaymentAttempt
    done = table.gateway == gateway.name, table.state == "succeeded", table.currency == currency()
    wanted = select(table.kind, func.sum(table.amount), func.sum(table.fee)).where(*done).group_by(table.kind)
    sums = {kind: (int(total), int(fees)) for kind, total, fees in db.session.execute(wanted)}
    expected = sum(SIGNS[kind] * total - fees for kind, (total, fees) in sums.items())
    young = table.ended_at >= clock.now() - GRACE, table.kind == "payout", table.gateway == gateway.name
    tolerated = int(db.session.scalar(select(func.sum(table.amount)).where(*young)) or 0)
    held = _held(ledger.of_site("clearing", gateway.name))
    if not expected - tolerated <= held <= expected + tolerated:
        yield _finding(None, f"Payments say that {gateway.name} holds {expected} of ours, the books say {held}.")


def _held(clearing: ledger.Account) -> int:
    """Return what payments have left with a gateway by the books; what disputes moved is the refunds' own."""
    sums = []
    for here, sign in ((ledger.Move.debit_id, 1), (ledger.Move.credit_id, -1)):
        ours = or_(ledger.Move.reason.in_(OURS), ledger.Move.subject.startswith("payment:", autoescape=True))
        wanted = select(func.sum(ledger.Move.amount)).where(here == clearing.id, ours)
        sums.append(sign * int(db.session.scalar(wanted) or 0))
    return sum(sums)


def _attempts(gateway: Gateway, since: datetime) -> dict[str, PaymentAttempt]:
    """Return the attempts of a gateway that ended since then, by our key."""
    recent = PaymentAttempt.gateway == gateway.name, PaymentAttempt.ended_at >= since
    wanted = select(PaymentAttempt).where(*recent).execution_options(populate_existing=True)
    return {each.public_id: each for each in db.session.scalars(wanted)}


def _by_public_id(keys) -> dict[str, PaymentAttempt]:
    """Return attempts by our key, a few hundred at a time."""
    wanted, found = sorted(keys), {}
    for start in range(0, len(wanted), BATCH):
        some = select(PaymentAttempt).where(PaymentAttempt.public_id.in_(wanted[start : start + BATCH]))
        found |= {each.public_id: each for each in db.session.scalars(some.execution_options(populate_existing=True))}
    return found


def _finding(attempt: PaymentAttempt | None, words: str) -> ledger.Finding:
    """Return a finding: about the wallet of a deposit or a refund; about none for payouts and what nobody knows."""
    if attempt is None or attempt.kind == "payout":
        return ledger.Finding(None, 0, words)
    return ledger.Finding(ledger.wallet(attempt.person_id).id, 0, words)
