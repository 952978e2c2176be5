"""What the staff says by hand for the bank, which takes two: what came for which payment, what was paid out, what bounced."""

from wm.domains import platform
from wm.domains.payments import banking, queries
from wm.domains.payments.batches import bounce, find_batch, mark_paid, order_of, orders
from wm.domains.payments.models import WHY_LENGTH, BankBatch, PaymentAttempt
from wm.kernel import money
from wm.kernel.errors import Invalid, NotNow

AT_ONCE = 200  # lines of one proposal
UNPROVEN = "The file has no sums that would prove its lines: compare them with the bank's own pages."


def ask_book(transfer_id: str, reference: str, by, reason: str) -> platform.Proposal:
    """Ask that a line of the statement is booked for a payment. Raises as `banking.book` does, OwnMoney (403)."""
    transfer, attempt = banking.bookable(transfer_id, reference)
    said = f"{money.written(transfer.amount)} from {transfer.payer or 'somebody'} for the payment {attempt.reference}"
    told = {"transfer_id": transfer_id, "reference": reference, "attempt_id": attempt.id}
    return platform.propose("bank.booking", attempt.subject, said[:300], by, reason, **told)


def _awaited(attempt_id: int, **_rest) -> dict:
    attempt = queries.by_id(attempt_id)
    return {"state": attempt.state, "amount": attempt.amount}


def _payer(attempt_id: int, **_rest) -> set[int]:
    return {queries.by_id(attempt_id).person_id}


@platform.takes_two("bank.booking", look=_awaited, whose=_payer)
def _booked(pair: platform.Pair, transfer_id: str, reference: str, attempt_id: int) -> PaymentAttempt:
    return banking.book(transfer_id, reference, pair.by, pair.reason)


def take_statement(text: str, by, sums: tuple[str, str] = ("", "")) -> banking.Taken:
    """Take a statement as `banking.take_statement` does; what nothing proves in it is asked for."""
    taken = banking.take_statement(text, by, sums)
    for start in range(0, len(taken.unproven), AT_ONCE):
        _ask_unproven(taken.unproven[start : start + AT_ONCE], by)
    return taken


def _ask_unproven(lines: list[str], by) -> None:
    """Ask for lines of a file without sums to be booked for the payments that they name; one's own stay where they are."""
    pairs = [pair for pair in banking.named(lines) if pair[1].person_id != by.id]
    if pairs:
        total = money.written(sum(line.amount for line, _attempt in pairs))
        said = f"Book by a statement without sums: {total} in all, payments: {len(pairs)}"
        told = ",".join(line.public_id for line, _attempt in pairs)
        platform.propose("bank.lines", "payment:lines", said, by, UNPROVEN, lines=told)


def _lines(lines: str) -> dict:
    pairs = banking.named(lines.split(","))
    return {"lines": len(pairs), "amount": sum(line.amount for line, _attempt in pairs)}


def _payers(lines: str) -> set[int]:
    return {attempt.person_id for _line, attempt in banking.named(lines.split(","))}


@platform.takes_two("bank.lines", look=_lines, whose=_payers)
def _lines_booked(pair: platform.Pair, lines: str) -> list[bool]:
    return banking.book_named(line for line, _attempt in banking.named(lines.split(",")))


def ask_paid(batch: BankBatch, by, reason: str) -> platform.Proposal:
    """Ask that what did not bounce of a batch counts as paid. Raises NotNow (409), ReasonMissing (422), OwnMoney (403)."""
    if batch.state != "sent":
        raise NotNow()
    said = f"The bank has paid a batch of {batch.count}: {money.written(batch.total)}"
    return platform.propose("bank.paid", f"batch:{batch.public_id}", said, by, reason, batch_id=batch.public_id)


def _batch(batch_id: str) -> dict:
    found = find_batch(batch_id)
    states = [order.attempt.state for order in orders(found)]
    return {"batch": found.state} | {state: states.count(state) for state in sorted(set(states))}


def _paid_to(batch_id: str) -> set[int]:
    return {order.attempt.person_id for order in orders(find_batch(batch_id))}


@platform.takes_two("bank.paid", look=_batch, whose=_paid_to)
def _paid(pair: platform.Pair, batch_id: str) -> BankBatch:
    return mark_paid(find_batch(batch_id), pair.by)


def ask_bounce(batch: BankBatch, attempt_id: str, by, why: str) -> platform.Proposal:
    """Ask that a payout counts as bounced, with the bank's reason. Raises as `bounce` does, OwnMoney (403)."""
    attempt = order_of(batch, attempt_id)
    if not why.strip():
        raise Invalid(fields={"why": ["Write down the reason that the bank gives."]})
    if batch.state == "made" or attempt.state == "failed":
        raise NotNow()
    said = f"The bank did not carry out a payout of {money.written(attempt.amount)}, or it came back"
    told = {"batch_id": batch.public_id, "attempt_id": attempt_id, "why": why.strip()[:WHY_LENGTH]}
    return platform.propose("bank.bounce", f"batch:{batch.public_id}", said, by, why, **told)


def _payout(batch_id: str, attempt_id: str, why: str) -> dict:
    attempt = order_of(find_batch(batch_id), attempt_id)
    return {"state": attempt.state, "amount": attempt.amount}


def _creator(batch_id: str, attempt_id: str, why: str) -> set[int]:
    return {order_of(find_batch(batch_id), attempt_id).person_id}


@platform.takes_two("bank.bounce", look=_payout, whose=_creator)
def _bounced(pair: platform.Pair, batch_id: str, attempt_id: str, why: str) -> PaymentAttempt:
    return bounce(find_batch(batch_id), attempt_id, pair.by, why)
