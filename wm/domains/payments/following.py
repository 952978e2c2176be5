"""Following an attempt: it is sent, asked for, and asked again until the gateway has given a definite answer."""

import logging
from datetime import timedelta

from flask import current_app

from wm.domains.payments import gateways, queries
from wm.domains.payments.concluding import conclude
from wm.domains.payments.gateways import Refused, Standing, Unknown, Unreachable
from wm.domains.payments.models import PaymentAttempt
from wm.kernel import clock
from wm.kernel.db import db, retried, transaction
from wm.kernel.sealing import unseal

FIRST_SECONDS, QUICKEST_LONG, LONGEST_SECONDS = 5, 30, 3600
PATIENCE_SECONDS = 2.0  # how long somebody waits before a page for what a gateway says
OPEN_TRIES = 8  # how often somebody at the gateway's page is asked after quickly
log = logging.getLogger(__name__)


def follow(attempt_id: int) -> None:
    """Send an attempt that was not sent, or ask how it stands, and write the answer down; in transactions of its own."""
    known = retried(lambda: _about_to_ask(attempt_id))
    if known is None:
        return
    attempt, is_first = known
    try:
        standing = _answer(attempt, is_first)
    except Refused as refusal:
        standing = Standing("failed", attempt.gateway_ref or "", why=str(refusal))
    except Unreachable:
        retried(lambda: _not_heard(attempt_id, is_first))
        return
    except Unknown:
        retried(lambda: _unclear(attempt_id))
        return
    conclude(attempt_id, standing)


def follow_shortly(attempt_id: int) -> None:
    """The same for somebody who waits before a page: a gateway that is slow is left to the job."""
    with gateways.patient(PATIENCE_SECONDS):
        follow(attempt_id)


def follow_quietly(attempt_id: int) -> None:
    """The same, for a request that has been answered in its mind: whatever goes wrong, a job will do it."""
    try:
        follow_shortly(attempt_id)
    except Exception:
        log.exception("attempt %s was not followed, the job will", attempt_id)


def _about_to_ask(attempt_id: int) -> tuple[PaymentAttempt, bool] | None:
    """Note, in a transaction of its own, that the gateway is going to be asked; None when there is nothing to ask."""
    with transaction():
        attempt = queries.locked(attempt_id)
        if attempt is None or attempt.has_ended:
            return None
        is_first = attempt.state == "created"
        attempt.state = "sent" if is_first else attempt.state
        attempt.tries += 1
        attempt.ask_at = clock.now() + _pause(attempt)
        db.session.flush()
        db.session.expunge(attempt)
    return attempt, is_first


def _pause(attempt: PaymentAttempt) -> timedelta:
    """Return how long to wait before asking again: 5, 10, 20, 30 seconds; somebody who is choosing a card has more time."""
    at_the_page = attempt.kind == "deposit" and attempt.gateway_ref is not None
    most = LONGEST_SECONDS if at_the_page and attempt.tries > OPEN_TRIES else QUICKEST_LONG
    return timedelta(seconds=min(FIRST_SECONDS * 2 ** min(attempt.tries - 1, 12), most))


def _answer(attempt: PaymentAttempt, is_first: bool) -> Standing:
    """Ask the gateway, with no transaction open; what may have been sent before is looked for before it is sent again."""
    gateway = gateways.ALL[attempt.gateway]
    paid_ref = _paid_ref(attempt)
    known = None if is_first else gateway.standing(attempt, paid_ref)
    return known or _delivered(gateway, attempt, paid_ref)


def _paid_ref(attempt: PaymentAttempt) -> str:
    """Return the gateway's id of what a refund gives back; nothing for the others."""
    if attempt.parent_id is None:
        return ""
    found = queries.paid_ref(attempt.parent_id)
    db.session.rollback()
    return found


def _delivered(gateway: gateways.Gateway, attempt: PaymentAttempt, paid_ref: str) -> Standing:
    if attempt.kind == "payout":
        return gateway.pay_out(attempt, unseal(attempt.target))
    if attempt.kind == "refund":
        return gateway.give_back(attempt, paid_ref)
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    return gateway.begin(attempt, f"{site}/payments/{attempt.public_id}/return")


def _not_heard(attempt_id: int, is_first: bool) -> None:
    """The gateway is down and can't have heard: what was never sent waits as it was."""
    with transaction():
        attempt = queries.locked(attempt_id)
        if is_first and attempt.state == "sent" and attempt.gateway_ref is None:
            attempt.state = "created"


def _unclear(attempt_id: int) -> None:
    """No answer: whether it was done is unknown, until somebody says."""
    with transaction():
        attempt = queries.locked(attempt_id)
        if not attempt.has_ended and attempt.gateway_ref is None:
            attempt.state = "unknown"
