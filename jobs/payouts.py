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
def withdrawal_ended(withdrawal_id: int, person_id: int, state: str) -> None:
    """Tell a creator in the app, and by letter, how a withdrawal ended; what they took back themselves they know."""
    event = {"settled": "paid_out", "bounced": "bounced", "refused": "bounced"}.get(state)
    if event is not None:
        notifications.tell(people.find(person_id), notifications.Tiding(event, person_id, "person", person_id))
        rows.enqueue("payouts_letters.ended", withdrawal_id=withdrawal_id, state=state)


@long_job("critical", timeout=600)
def dispatch_due() -> None:
    """Send what was let go, or whose account is old enough now; each in a transaction of its own."""
    for public_id in retried(_due):
        retried(lambda public_id=public_id: _dispatch(public_id))


def _due() -> list[str]:
    with transaction():
        return payouts.due()


def _dispatch(public_id: str) -> None:
    with transaction():
        payouts.dispatch(public_id)


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
