"""What is begun in one browser and finished there: a secret of 256 bits, kept as its hash, good once and for minutes."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from wm.domains import people
from wm.domains.factors.errors import StepOver
from wm.domains.factors.models import Ticket
from wm.kernel import clock, ids
from wm.kernel.db import db

GOOD_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)


def begin(kind: str, person_id: int | None = None, **payload: Any) -> str:
    """Write down what was begun and return the secret for the browser."""
    secret = ids.secret()
    row = Ticket(kind=kind, hash=_digest(secret), person_id=person_id, payload=json.dumps(payload))
    row.expires_at = clock.now() + GOOD_FOR
    db.session.add(row)
    db.session.flush()
    return secret


def find(kind: str, secret: str) -> Ticket | None:
    """Return what this browser began, without finishing it; None when it is over."""
    return db.session.scalar(select(Ticket).where(*_open(kind, secret))) if secret else None


def finish(kind: str, secret: str) -> Ticket:
    """Finish what this browser began, which works for exactly one caller. Raises StepOver (410)."""
    now = clock.now()
    if not secret or db.session.execute(update(Ticket).where(*_open(kind, secret)).values(used_at=now)).rowcount != 1:
        raise StepOver()
    return db.session.scalars(select(Ticket).where(Ticket.hash == _digest(secret))).one()


def payload(row: Ticket) -> dict[str, Any]:
    """Return what was begun."""
    return json.loads(row.payload)


def begin_half(person: people.Person, *, lasting: bool) -> str:
    """Write down that `person` has taken the first step, and return the secret for this browser."""
    return begin("half", person.id, lasting=lasting, mark=_mark(person))


def half_signed_in(secret: str) -> people.Person | None:
    """Return who has taken the first step in this browser; None when that is over, or the password another one now."""
    row = find("half", secret)
    person = people.find(row.person_id) if row else None
    fits = person is not None and person.closed_at is None and payload(row)["mark"] == _mark(person)
    return person if fits else None


def finish_half(secret: str) -> bool:
    """Take the second step, once; returns whether the session shall last. Raises StepOver (410)."""
    if half_signed_in(secret) is None:
        raise StepOver()
    return payload(finish("half", secret))["lasting"]


def spoil(person_id: int) -> None:
    """Make everything that somebody has begun worthless."""
    theirs = (Ticket.person_id == person_id) & Ticket.used_at.is_(None)
    db.session.execute(update(Ticket).where(theirs).values(used_at=clock.now()))


def forget_old() -> int:
    """Delete what was begun a day ago; returns how many."""
    return db.session.execute(delete(Ticket).where(Ticket.expires_at < clock.now() - KEPT_FOR)).rowcount


def _mark(person: people.Person) -> str:
    return _digest(person.password_hash)[:16]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _open(kind: str, secret: str) -> tuple:
    return (
        Ticket.hash == _digest(secret),
        Ticket.kind == kind,
        Ticket.used_at.is_(None),
        Ticket.expires_at > clock.now(),
    )
