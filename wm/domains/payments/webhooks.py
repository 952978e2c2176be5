"""Webhooks: verified on the raw bytes, stored once, and acted on later by asking the gateway how things stand."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, insert, select

from wm.domains.payments import gateways, queries
from wm.domains.payments.errors import BadSignature
from wm.domains.payments.events import DisputeSaid
from wm.domains.payments.following import follow
from wm.domains.payments.gateways import Unknown, Unreachable
from wm.domains.payments.models import WebhookEvent
from wm.kernel import clock, job
from wm.kernel.db import db, ignoring_duplicates, transaction
from wm.kernel.facts import record

LARGEST = 60_000  # bytes; a column of MySQL holds 65,535
KEPT_DAYS, AGAIN_SECONDS = 90, 60
log = logging.getLogger(__name__)


def receive(gateway_name: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Store what a gateway tells us, once, and promise to act on it; False when it was here before.

    Raises BadSignature (400), NoSuchGateway (422); then nothing is stored."""
    try:
        if len(body) > LARGEST:
            raise BadSignature()
        event = gateways.named(gateway_name).event(body, headers)
        text = body.decode()
    except (BadSignature, UnicodeDecodeError, NotImplementedError):
        log.warning("refused a webhook of %s that is not signed as it should be", gateway_name[:16])
        raise BadSignature() from None
    values = {"gateway": gateway_name, "event_id": event.id, "kind": event.kind, "thing": event.thing}
    values |= {"body": text, "state": "stored", "created_at": clock.now()}
    stored = db.session.execute(ignoring_duplicates(insert(WebhookEvent)).values(**values))
    if not stored.rowcount:
        return False
    webhook_id = stored.inserted_primary_key[0]
    job.enqueue("payments.act", subject=event.thing[:64], webhook_id=webhook_id)
    return True


def act(webhook_id: int) -> None:
    """Ask the gateway about what an event is about; what the event itself says, and when it came, is not believed."""
    event = db.session.get(WebhookEvent, webhook_id)
    gateway_name, thing, is_dispute = event.gateway, event.thing, "dispute" in event.kind
    attempt = queries.by_thing(gateway_name, thing)
    attempt_id = attempt.id if attempt else None
    db.session.rollback()
    try:
        claimed = attempt_id is None and is_dispute and _claimed(gateway_name, thing)
    except (Unknown, Unreachable):
        _later(webhook_id, thing)
        return
    if attempt_id is not None:
        follow(attempt_id)
    with transaction():
        event = db.session.get(WebhookEvent, webhook_id)
        event.state, event.acted_at = "acted" if attempt_id or claimed else "foreign", clock.now()


def _later(webhook_id: int, thing: str) -> None:
    with transaction():
        run_at = clock.now() + timedelta(seconds=AGAIN_SECONDS)
        job.enqueue("payments.act", subject=thing[:64], run_at=run_at, webhook_id=webhook_id)


def _claimed(gateway_name: str, thing: str) -> bool:
    """Ask how a dispute stands and tell whoever follows; False when it is about no deposit of ours."""
    claim = gateways.ALL[gateway_name].claim(thing)
    attempt = queries.by_thing(gateway_name, claim.paid) if claim else None
    if attempt is None:
        db.session.rollback()
        return False
    told = claim._replace(amount=min(claim.amount, attempt.amount), reason=claim.reason[:120])
    attempt_id = attempt.id
    with transaction():
        record(DisputeSaid(attempt_id, told.ref, told.state, told.amount, told.reason, told.fee, told.evidence_by))
    return True


def latest_events(limit: int = 50) -> list[WebhookEvent]:
    """Return the newest events, newest first."""
    return list(db.session.scalars(select(WebhookEvent).order_by(WebhookEvent.id.desc()).limit(limit)))


def forget_old() -> None:
    """Delete the events that were acted on and are older than 90 days, in the present transaction."""
    old = WebhookEvent.created_at < clock.now() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(WebhookEvent).where(old, WebhookEvent.state != "stored"))
