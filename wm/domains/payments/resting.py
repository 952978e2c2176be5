"""What keeps money that is new here from being passed on, and tried cards from one network: signs, not addresses."""

import ipaddress
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from wm.domains import ledger
from wm.domains.payments.errors import MoneyRests, TooManyFailures
from wm.domains.payments.models import PaymentAttempt
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.sealing import mark

BY_HAND = ("bank",)  # nobody takes a transfer back as a card's holder does
HOUR = timedelta(hours=1)
SIXES = 48


def network_mark(network: str) -> str:
    """Return what tells whether two payments came from one network (/24, or /48 of IPv6), and nothing else; "" for none."""
    try:
        asked = ipaddress.ip_network(network)
    except ValueError:
        return ""
    wide = asked.supernet(new_prefix=SIXES) if asked.version == 6 and asked.prefixlen > SIXES else asked
    return mark(f"network:{wide}")


def refuse_crowd(marked: str) -> None:
    """Make sure that one network does not begin more deposits in an hour than it may. Raises TooManyFailures (429)."""
    most = current_app.config["DEPOSITS_PER_NETWORK"]
    recent = PaymentAttempt.network == marked, PaymentAttempt.created_at >= clock.now() - HOUR
    begun = select(func.count()).select_from(PaymentAttempt).where(*recent, PaymentAttempt.kind == "deposit")
    if marked and most and db.session.scalar(begun) >= most:
        raise TooManyFailures(retry_after=3600)


def fresh_money(person) -> int:
    """Return how much of a person's wallet came by card so lately that it can't be passed on, in minor units.

    That is so for accounts younger than NEW_ACCOUNT_DAYS, for DEPOSIT_REST_HOURS after each deposit."""
    if not _is_watched(person):
        return 0
    rest = timedelta(hours=current_app.config["DEPOSIT_REST_HOURS"])
    mine = PaymentAttempt.person_id == person.id, PaymentAttempt.kind == "deposit", PaymentAttempt.state == "succeeded"
    lately = PaymentAttempt.ended_at >= clock.now() - rest, PaymentAttempt.gateway.not_in(BY_HAND)
    came = db.session.scalar(select(func.sum(PaymentAttempt.amount - PaymentAttempt.refunded)).where(*mine, *lately))
    return min(int(came or 0), max(0, ledger.wallet(person.id).available))


def check_giving(person, amount: int) -> None:
    """Make sure that a person can pass `amount` on to somebody else: a tip, a gift. Raises MoneyRests (409).

    What they buy for themselves is not asked: it can be taken back from them."""
    fresh = fresh_money(person)
    if fresh and ledger.wallet(person.id).available - fresh < amount:
        raise _rests()


def check_bringing(person, gateway: str) -> None:
    """Make sure that a person can bring money just to pass it on, before any of it comes. Raises MoneyRests (409)."""
    if gateway and gateway not in BY_HAND and _is_watched(person):
        raise _rests()


def _is_watched(person) -> bool:
    settings = current_app.config
    is_young = person.created_at > clock.now() - timedelta(days=settings["NEW_ACCOUNT_DAYS"])
    return bool(settings["DEPOSIT_REST_HOURS"]) and is_young


def _rests() -> MoneyRests:
    return MoneyRests(hours=current_app.config["DEPOSIT_REST_HOURS"], days=current_app.config["NEW_ACCOUNT_DAYS"])
