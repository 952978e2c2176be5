"""Sessions: rows that hold the hash of a random id, with Redis in front that can't keep a dead one alive.

A copy in Redis names the epoch of its person. The person is read from the database on every request anyway, and
ending a session early moves the epoch on, so a copy is believed only while nothing was revoked since it was made.
Copies are signed: who can write to Redis can't become anybody."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import current_app, g
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ScalarSelect, Select, bindparam, delete, select, update
from sqlalchemy.exc import OperationalError

from wm.domains.people import devices
from wm.domains.people.errors import SessionNotFound
from wm.domains.people.models import FRESH_FOR, Person, Session
from wm.domains.people.tokens import digest
from wm.kernel import along, cache, clock, ids, quick
from wm.kernel.db import db, loaded, transaction

SECRET_LENGTH = 43
COPY_SECONDS, TOUCHED_SECONDS = 30, 60
TOUCH_EVERY = timedelta(minutes=5)
BRIEF = timedelta(days=1)
KEPT_FOR = timedelta(days=30)
SHOWN = ("id", "public_id", "handle", "name", "role", "avatar", "time_zone", "session_epoch")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """What a request knows of its session; `epoch` is the person's at the time of reading."""

    id: int
    public_id: str
    person_id: int
    epoch: int
    lasting: bool
    fresh_at: datetime
    last_used_at: datetime
    expires_at: datetime

    def is_good(self, now: datetime) -> bool:
        """Whether the session counts at `now`: neither over nor left alone for too long."""
        return now < self.expires_at and now < self.last_used_at + idle_limit()


def idle_limit() -> timedelta:
    """Return how long a session may lie unused."""
    return timedelta(days=current_app.config["SESSION_IDLE_DAYS"])


def open_session(person: Person, *, device: str = "", address: str = "", remember: bool = True) -> str:
    """Start a session and return the raw token for the cookie; `device` is a User-Agent, `address` an IP."""
    secret, now = ids.secret(), clock.now()
    lasts = timedelta(days=current_app.config["SESSION_DAYS"]) if remember else BRIEF
    row = Session(person_id=person.id, token_hash=digest(secret), lasting=remember, expires_at=now + lasts)
    row.device, row.network, row.place = devices.described(device), devices.network(address), devices.place(address)
    row.created_at = row.fresh_at = row.last_used_at = now
    db.session.add(row)
    db.session.flush()
    return secret


def session_for(secret: str) -> tuple[Person, Standing] | None:
    """Return who is behind the raw token of a cookie and how the session stands; None when it doesn't count."""
    if len(secret) != SECRET_LENGTH:
        return None
    return _by_copy(digest(secret)) or _by_row(digest(secret))


def is_known(secret: str) -> bool:
    """Whether the raw token of a cookie counted within the last half minute; asks the cache alone, and lets nobody in."""
    return len(secret) == SECRET_LENGTH and cache.peek(f"session:{digest(secret)}") is not None


def supposed(secret: str) -> int | None:
    """Return the row id of whom a copy of this session names, so that their page can be prepared; lets nobody in."""
    if len(secret) != SECRET_LENGTH:
        return None
    hashed = digest(secret)
    standing = _from_copy(hashed, cache.peek(f"session:{hashed}"))
    g.supposed = (hashed, standing)
    return standing.person_id if standing else None


def _copied(hashed: str) -> Standing | None:
    """Return how the session stood when it was copied; `supposed` has read that already in most requests."""
    read, standing = g.pop("supposed", (None, None))
    return standing if read == hashed else _from_copy(hashed, cache.get(f"session:{hashed}"))


def _by_copy(hashed: str) -> tuple[Person, Standing] | None:
    standing = _copied(hashed)
    person = _person(standing.person_id) if standing else None
    if person is None or person.closed_at or person.session_epoch != standing.epoch:
        return None
    return (person, standing) if standing.is_good(clock.now()) else None


def _person(row_id: int) -> Person | None:
    """Read a person, and in the same statement the answers to what rides along."""
    questions = along.taken()
    if not questions:
        return db.session.get(Person, row_id)
    wanted = _shown_with(tuple(each.value for each in questions))
    found = quick.first(wanted, {"person_id": row_id} | along.bound(questions))
    if found is None:
        return None
    along.keep(questions, found[len(SHOWN) :])
    return loaded(Person, dict(zip(SHOWN, found, strict=False)) | {"closed_at": None})


@lru_cache(maxsize=256)
def _shown_with(values: tuple[ScalarSelect, ...]) -> Select:
    """Return the SELECT of what pages show of a person who has not left, and of `values`."""
    columns = (getattr(Person, name) for name in SHOWN)
    return select(*columns, *values).where(Person.id == bindparam("person_id"), Person.closed_at.is_(None))


def _by_row(hashed: str) -> tuple[Person, Standing] | None:
    wanted = select(Session, Person).join(Person, Person.id == Session.person_id)
    found = db.session.execute(wanted.where(Session.token_hash == hashed, Session.revoked_at.is_(None))).first()
    if found is None or found.Person.closed_at:
        return None
    standing = _standing(found.Session, found.Person.session_epoch)
    if not standing.is_good(clock.now()):
        return None
    cache.put(f"session:{hashed}", _as_copy(hashed, standing), COPY_SECONDS)
    return found.Person, standing


def _standing(row: Session, epoch: int) -> Standing:
    times = {"fresh_at": row.fresh_at, "last_used_at": row.last_used_at, "expires_at": row.expires_at}
    return Standing(row.id, row.public_id, row.person_id, epoch, row.lasting, **times)


def _as_copy(hashed: str, standing: Standing) -> str:
    parts = asdict(standing).items()
    plain = {name: part.isoformat() if isinstance(part, datetime) else part for name, part in parts}
    return _signer(hashed).dumps(plain)


def _from_copy(hashed: str, copy: Any) -> Standing | None:
    return _opened(current_app.config["SECRET_KEY"], hashed, copy) if isinstance(copy, str) else None


@lru_cache(maxsize=2048)
def _opened(_key: str, hashed: str, copy: str) -> Standing | None:
    """Return what a copy says; the same copy, signed with the same key for the same session, says the same again."""
    try:
        plain = _signer(hashed).loads(copy)
    except BadSignature:
        return None
    times = {name: datetime.fromisoformat(part) for name, part in plain.items() if name.endswith("_at")}
    return Standing(**plain | times)


def _signer(hashed: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"copy of session {hashed}")


def is_fresh(standing: Standing) -> bool:
    """Whether the person of this session entered the password in the last five minutes."""
    return clock.now() < standing.fresh_at + FRESH_FOR


def touch(standing: Standing, secret: str = "") -> None:
    """Note that a session (of this raw token, if given) is in use, at most once in five minutes, in a transaction of its own."""
    now = clock.now()
    if now < standing.last_used_at + TOUCH_EVERY:
        return
    if not cache.once(f"touched:{standing.id}:{standing.last_used_at.timestamp():.0f}", TOUCHED_SECONDS):
        return  # the copy of the session that this request knows is older than the row
    try:
        with transaction():
            stale = (Session.id == standing.id) & (Session.last_used_at < now - TOUCH_EVERY)
            db.session.execute(update(Session).where(stale).values(last_used_at=now))
        cache.forget(f"session:{digest(secret)}")  # the next copy knows
    except OperationalError as error:
        log.info("session %s was not touched: %s", standing.id, error)


def sessions_of(person: Person) -> Sequence[Session]:
    """Return a person's sessions that still count, the one used last first."""
    now = clock.now()
    alive = (Session.expires_at > now, Session.last_used_at > now - idle_limit(), Session.revoked_at.is_(None))
    wanted = select(Session).where(Session.person_id == person.id, *alive)
    return db.session.scalars(wanted.order_by(Session.last_used_at.desc(), Session.id.desc())).all()


def close_session(standing: Standing) -> None:
    """End the session of this request."""
    _revoke(standing.person_id, Session.id == standing.id)


def revoke(person: Person, public_id: str) -> None:
    """End one of a person's sessions. Raises SessionNotFound (404)."""
    if not _revoke(person.id, Session.public_id == public_id):
        raise SessionNotFound()


def revoke_all(person: Person, but: Standing | None = None) -> int:
    """End all sessions of a person, or all others; returns how many."""
    return _revoke(person.id, Session.id != (but.id if but else 0))


def _revoke(person_id: int, which) -> int:
    theirs = (Session.person_id == person_id) & which & Session.revoked_at.is_(None)
    ended = db.session.execute(update(Session).where(theirs).values(revoked_at=clock.now())).rowcount
    if ended:
        db.session.get_one(Person, person_id).ends_copies()
        db.session.flush()
    return ended


def forget_old_sessions() -> int:
    """Delete sessions that ended a month ago; returns how many."""
    return db.session.execute(delete(Session).where(Session.expires_at < clock.now() - KEPT_FOR)).rowcount
