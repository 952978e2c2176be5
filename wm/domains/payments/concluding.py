"""Concluding: what a gateway said becomes state, money and a fact, together and once, whoever heard it first."""

from wm.domains import ledger
from wm.domains.payments import events, gateways, queries
from wm.domains.payments.gateways import Standing
from wm.domains.payments.models import WHY_LENGTH, PaymentAttempt
from wm.kernel import clock
from wm.kernel.db import retried, transaction
from wm.kernel.facts import record

ENDS = ("succeeded", "failed")


def conclude(attempt_id: int, standing: Standing) -> None:
    """Write down how an attempt stands, in a transaction of its own; saying the same again changes nothing."""
    retried(lambda: _in_a_transaction(attempt_id, standing))


def _in_a_transaction(attempt_id: int, standing: Standing) -> None:
    with transaction():
        concluded(attempt_id, standing)


def concluded(attempt_id: int, standing: Standing) -> PaymentAttempt:
    """Do the same in the present transaction: accounts are locked first, then the attempt."""
    _lock_accounts(queries.by_id(attempt_id))
    attempt = queries.locked(attempt_id)
    if standing.state not in ENDS:
        return _still_open(attempt, standing)
    if attempt.state == standing.state:
        return attempt
    if standing.state == "succeeded" and standing.amount not in (None, attempt.amount):
        return _of_another_amount(attempt, standing)
    before = attempt.state
    attempt.state, attempt.ended_at, attempt.ask_at = standing.state, clock.now(), None
    attempt.gateway_ref, attempt.why = standing.ref or attempt.gateway_ref, standing.why[:WHY_LENGTH]
    if standing.state == "succeeded":
        attempt.fee = standing.fee
        _pay_fee(attempt)
    CONCLUSIONS[attempt.kind, standing.state](attempt, before)
    return attempt


def _lock_accounts(attempt: PaymentAttempt) -> None:
    fees, clearing = ledger.of_site("fees"), ledger.of_site("clearing", attempt.gateway)
    wallet = [ledger.wallet(attempt.person_id)] if attempt.kind != "payout" else []
    ledger.locked(account.id for account in (fees, clearing, *wallet))


def _still_open(attempt: PaymentAttempt, standing: Standing) -> PaymentAttempt:
    if attempt.has_ended:
        return attempt
    attempt.state, attempt.gateway_ref = "sent", standing.ref
    attempt.gateway_url = standing.url or attempt.gateway_url
    if not gateways.ALL[attempt.gateway].is_asked:
        attempt.ask_at = None
    return attempt


def _of_another_amount(attempt: PaymentAttempt, standing: Standing) -> PaymentAttempt:
    words = f"{attempt.gateway} says {standing.amount} of payment {attempt.public_id}, we asked for {attempt.amount}."
    ledger.open_case("books", attempt.subject, words, owner_id=attempt.person_id)
    attempt.state, attempt.gateway_ref = "unknown", standing.ref or attempt.gateway_ref
    return attempt


def _pay_fee(attempt: PaymentAttempt) -> None:
    if attempt.fee:
        fees, clearing = ledger.of_site("fees"), ledger.of_site("clearing", attempt.gateway)
        key = f"fee:{attempt.public_id}"
        ledger.move(attempt.fee, fees, clearing, reason="gateway_fee", key=key, subject=attempt.subject)


def _deposit_succeeded(attempt: PaymentAttempt, before: str) -> None:
    clearing, wallet = ledger.of_site("clearing", attempt.gateway), ledger.wallet(attempt.person_id)
    key = f"deposit:{attempt.public_id}"
    ledger.move(attempt.amount, clearing, wallet, reason="deposit", key=key, subject=attempt.subject)
    said = (attempt.id, attempt.person_id, attempt.purpose, attempt.purpose_ref, attempt.amount)
    record(events.PaymentSucceeded(*said))


def _deposit_failed(attempt: PaymentAttempt, before: str) -> None:
    if before == "succeeded":
        _contradicted(attempt, "dispute", "says that a payment has failed which had succeeded")
        return
    record(events.PaymentFailed(attempt.id, attempt.person_id, attempt.purpose, attempt.purpose_ref, attempt.why))


def _refund_succeeded(attempt: PaymentAttempt, before: str) -> None:
    if before == "failed":
        _contradicted(attempt, "books", "says that a refund has arrived which had failed", to="failed")
        return
    clearing, wallet = ledger.of_site("clearing", attempt.gateway), ledger.wallet(attempt.person_id)
    ledger.settle(attempt.hold_key, ledger.Line("deposit_returned", wallet, clearing, attempt.amount))
    record(events.RefundSettled(attempt.id, attempt.person_id, attempt.purpose_ref, attempt.amount))


def _refund_failed(attempt: PaymentAttempt, before: str) -> None:
    if before == "succeeded":
        _contradicted(attempt, "books", "says that a refund has failed which had arrived")
        return
    ledger.release(attempt.hold_key)
    queries.locked(attempt.parent_id).refunded -= attempt.amount
    record(events.RefundFailed(attempt.id, attempt.person_id, attempt.purpose_ref, attempt.why))


def _payout_succeeded(attempt: PaymentAttempt, before: str) -> None:
    if before == "failed":
        _contradicted(attempt, "payout", "says that a payout has arrived which had failed", to="failed")
        return
    record(events.PayoutSettled(attempt.id, attempt.purpose_ref))


def _payout_failed(attempt: PaymentAttempt, before: str) -> None:
    fact = events.PayoutReturned if before == "succeeded" else events.PayoutFailed
    record(fact(attempt.id, attempt.purpose_ref, attempt.why))


def _contradicted(attempt: PaymentAttempt, kind: str, words: str, to: str = "succeeded") -> None:
    """Let people look at what a gateway takes back; our state stays what the money says."""
    attempt.state = to
    sentence = f"{attempt.gateway} {words}: {attempt.public_id}, {attempt.amount} {attempt.currency}. {attempt.why}"
    ledger.open_case(kind, attempt.subject, sentence.strip(), owner_id=attempt.person_id)


CONCLUSIONS = {
    ("deposit", "succeeded"): _deposit_succeeded,
    ("deposit", "failed"): _deposit_failed,
    ("refund", "succeeded"): _refund_succeeded,
    ("refund", "failed"): _refund_failed,
    ("payout", "succeeded"): _payout_succeeded,
    ("payout", "failed"): _payout_failed,
}
