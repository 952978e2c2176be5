"""Links that travel by mail: a secret of 256 bits, kept as its hash, good once and for half an hour."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from wm.domains.people.errors import TokenUsedUp
from wm.domains.people.models import Token
from wm.kernel import clock, ids
from wm.kernel.db import db

GOOD_FOR = timedelta(minutes=30)
KEPT_FOR = timedelta(days=3)


def digest(secret: str) -> str:
    """Return the only form in which a secret is kept: SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def promise(kind: str, person_id: int | None = None, **payload: Any) -> Token:
    """Write down what a link will grant; `seal` makes the link, in the job that mails it."""
    row = Token(kind=kind, person_id=person_id, payload=json.dumps(payload), expires_at=clock.now() + KEPT_FOR)
    db.session.add(row)
    db.session.flush()
    return row


def find(token_id: int) -> Token | None:
    """Return a promise that can still be sealed; None when it was used or is too old."""
    row = db.session.get(Token, token_id)
    return row if row and row.used_at is None and row.created_at + KEPT_FOR > clock.now() else None


def seal(row: Token) -> str:
    """Return the secret for the link, good for half an hour; one that was made before stops working."""
    secret = ids.secret()
    row.hash, row.expires_at = digest(secret), clock.now() + GOOD_FOR
    db.session.flush()
    return secret


def find_good(kind: str, secret: str) -> Token | None:
    """Return the row behind a link that is still good, without using it."""
    return db.session.scalar(select(Token).where(*_good(kind, secret)))


def use(kind: str, secret: str) -> Token:
    """Use a link, which works for exactly one caller. Raises TokenUsedUp (410)."""
    now = clock.now()
    if db.session.execute(update(Token).where(*_good(kind, secret)).values(used_at=now)).rowcount != 1:
        raise TokenUsedUp()
    return db.session.scalars(select(Token).where(Token.hash == digest(secret))).one()


def find_late(kind: str, secret: str) -> Token | None:
    """Return the row behind a link that came too late, while what it promised is still kept."""
    late = select(Token).where(Token.hash == digest(secret), Token.kind == kind, Token.used_at.is_(None))
    row = db.session.scalar(late)
    return row if row and row.created_at + KEPT_FOR > clock.now() else None


def spoil(person_id: int, *kinds: str) -> None:
    """Make a person's open links of `kinds` worthless."""
    theirs = (Token.person_id == person_id) & Token.kind.in_(kinds) & Token.used_at.is_(None)
    db.session.execute(update(Token).where(theirs).values(used_at=clock.now()))


def content(row: Token) -> dict[str, Any]:
    """Return what was promised."""
    return json.loads(row.payload)


def _good(kind: str, secret: str) -> tuple:
    return Token.hash == digest(secret), Token.kind == kind, Token.used_at.is_(None), Token.expires_at > clock.now()
