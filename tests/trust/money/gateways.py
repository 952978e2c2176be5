"""A gateway that repeats itself, mixes up the order and loses answers: each payment has one effect, each payout arrives once."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from tests.payments import storm
from tests.payments.conftest import SECRET, Gateway
from tests.payouts import storm as payout_storm
from wm.domains import ledger, payments, people
from wm.domains.payments import attempts, concluding
from wm.domains.payments.gateways import Unknown, sandbox
from wm.kernel import ids
from wm.kernel.db import db, rollback, transaction

LOST = 30  # of a hundred answers


@contextmanager
def beside(app) -> Iterator[Gateway]:
    """Start the sandbox beside the app."""
    gateway = Gateway()
    app.config.update(SANDBOX_URL=gateway.url, SANDBOX_SECRET=SECRET, GATEWAYS="sandbox,bank")
    payments.rested("sandbox")
    try:
        with patch.object(attempts, "SUSPECT_PER_HOUR", 10**9):
            yield gateway
    finally:
        gateway.stop()


def webhooks(app, count: int, copies: int = 5) -> dict[str, int]:
    """Let `count` deposits be told of `copies` times each in random order, while answers get lost; count the effects."""
    with beside(app) as gateway:
        with transaction():
            payer = people.enrol(name="Payer", handle="payer", email="payer@example.org", password=ids.new(22))
        rollback()
        paid = storm.people_pay(app, gateway, payer, count)
        gateway.switch(drop=LOST)
        stored = storm.deliveries(app, [thing for _attempt, thing in paid], copies=copies)
        storm.act_on_everything(app, copies=2)
        left = storm.follow_until_ended(app, [attempt for attempt, _thing in paid], rounds=120)
        gateway.switch(drop=0)
    rollback()
    table = ledger.Move
    effects = db.session.scalar(db.select(db.func.count()).select_from(table).where(table.reason == "deposit"))
    off = ledger.wallet(payer.id).posted - sum(1000 + n for n in range(count))
    rollback()
    told = {"webhooks": count, "deliveries": count * copies, "stored": stored, "effects": effects, "not_ended": left}
    return told | {"wallet_off_by": off, "findings": len(ledger.read().findings)}


def webhooks_believed(app, count: int) -> dict[str, int]:
    """Ask the same of a build that takes every message for a new one. This is the control; it pays out of nothing."""

    def concluded(attempt_id, standing):
        if standing.state != "succeeded":
            return _concluded(attempt_id, standing)
        attempt = payments.by_id(attempt_id)
        clearing, wallet = ledger.of_site("clearing", "sandbox"), ledger.wallet(attempt.person_id)
        ledger.move(attempt.amount, clearing, wallet, reason="deposit", key=ids.new(22))
        return attempt

    with (
        patch.object(concluding, "concluded", concluded),
        patch.object(storm, "follow_until_ended", lambda *_, **__: 0),
    ):
        return webhooks(app, min(count, 20))


def payouts(app, count: int) -> dict[str, int]:
    """Pay out while answers get lost; compare what the gateway paid with what the books say."""
    with beside(app) as gateway:
        with transaction():
            payout_storm.fund()
        told = payout_storm.through_lost_answers(app, gateway, count, drop=LOST)
        every = [each for each in gateway.ask("GET", "/v1/transactions?since=0") if each["kind"] == "payout"]
    return told | {"paid_in_all": len(every)}


def payouts_sent_anew(app, count: int) -> dict[str, int]:
    """Ask the same of a build that sends again under another key when it heard nothing. This is the control; it pays twice."""

    def pay_out(self, attempt, target):
        try:
            return _pay_out(self, attempt, target)
        except Unknown:
            attempt.public_id = ids.new()
            return _pay_out(self, attempt, target)

    with patch.object(sandbox.Sandbox, "pay_out", pay_out):
        return payouts(app, max(20, min(count, 40)))


_concluded, _pay_out = concluding.concluded, sandbox.Sandbox.pay_out
