"""Sending creators their money, and following what the gateways say of it."""

import logging

from jobs import job, long_job
from wm.domains import notifications, payments, payouts, people
from wm.kernel import job as rows
from wm.kernel.db import retried, transaction
from wm.kernel.errors import DomainError

log = logging.getLogger(__name__)


@job("critical")
def withdrawal_asked(withdrawal_id: int, person_id: int) -> None:
    """Send a withdrawal that nobody has to look at."""
    withdrawal = payouts.with_row_id(withdrawal_id)
    if withdrawal is not None:
        payouts.dispatch(withdrawal.public_id)


@job("critical")
def arrived(attempt_id: int, purpose_ref: str) -> None:
    """Write down that a payout has arrived."""
    payouts.arrived(purpose_ref, payments.by_id(attempt_id).gateway)


@job("critical")
def failed(attempt_id: int, purpose_ref: str, why: str) -> None:
    """Make the money of a payout available again that has not gone out."""
    payouts.failed(purpose_ref, why)


@job("critical")
def came_back(attempt_id: int, purpose_ref: str, why: str) -> None:
    """Make the money of a payout available again that the bank sent back."""
    payouts.came_back(purpose_ref, payments.by_id(attempt_id).gateway, why)


@job("high")
def target_added(target_id: int, person_id: int) -> None:
    """Tell a creator, in the app and by letter, that their money can go somewhere new."""
    _tell(person_id, "payout_account")
    rows.enqueue("payouts_letters.target_added", target_id=target_id, person_id=person_id)


@job("high")
def dispute_answered(dispute_id: int, person_id: int, public_id: str) -> None:
    """Tell a creator that somebody answered."""
    _tell(person_id, "payout_answered")
    rows.enqueue("payouts_letters.answered", dispute_id=dispute_id, person_id=person_id, public_id=public_id)


@job("high")
def tell_waits(person_id: int) -> None:
    """Tell a creator that the gateway is away and that there is nothing to do."""
    _tell(person_id, "payout_waits")


def _tell(person_id: int, event: str) -> None:
    notifications.tell(people.find(person_id), notifications.Tiding(event, person_id, "person", person_id))


@job("high")
def withdrawal_ended(withdrawal_id: int, person_id: int, state: str) -> None:
    """Tell a creator in the app, and by letter, how a withdrawal ended; what they took back themselves they know."""
    event = {"settled": "paid_out", "bounced": "bounced", "refused": "bounced"}.get(state)
    if event is not None:
        _tell(person_id, event)
        rows.enqueue("payouts_letters.ended", withdrawal_id=withdrawal_id, state=state)


@long_job("critical", timeout=600)
def dispatch_due() -> None:
    """Send what was let go, or whose account is old enough now; each in a transaction of its own.

    One that can't be sent does not stop the others; whose gateway is away for long is told so, once."""
    for public_id in retried(_due):
        try:
            retried(lambda public_id=public_id: _dispatch(public_id))
        except Exception:
            log.exception("withdrawal %s could not be handed over", public_id)
    retried(_tell_who_waits)


def _due() -> list[str]:
    with transaction():
        return payouts.due()


def _dispatch(public_id: str) -> None:
    with transaction():
        payouts.dispatch(public_id)


def _tell_who_waits() -> None:
    with transaction():
        for each in payouts.waiting_long():
            rows.enqueue("payouts.tell_waits", key=f"payouts.tell_waits:{each.public_id}", person_id=each.person_id)


@long_job("critical", timeout=600)
def run_schedules() -> None:
    """Promise, for everybody whose day has come, a payout of that period; a second promise of it is none."""
    after = 0
    while found := retried(lambda after=after: _promise_schedules(after)):
        after = found[-1][0]


def _promise_schedules(after: int) -> list[tuple[int, str]]:
    with transaction():
        found = payouts.schedules_due(after)
        for person_id, period in found:
            key = f"payouts.scheduled:{person_id}:{period}"
            rows.enqueue("payouts.scheduled", key=key, person_id=person_id, period=period)
        return found


@long_job("critical", timeout=60)
def scheduled(person_id: int, period: str) -> None:
    """Ask for what a creator has available to be sent; what stands against it stands on their page."""
    try:
        retried(lambda: _scheduled(person_id, period))
    except DomainError as refusal:
        log.info("no payout of %s for person %s: %s", period, person_id, refusal.code)


def _scheduled(person_id: int, period: str) -> None:
    with transaction():
        payouts.run_schedule(person_id, period)
