"""Joining: nothing exists, and nobody can tell what exists, until the address is confirmed."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from wm.domains.people import addresses, handles, passwords, queries, tokens, tries
from wm.domains.people.errors import AddressTaken, HandleTaken, NameMissing
from wm.domains.people.events import JoinAsked, PersonJoined
from wm.domains.people.models import NAME_LENGTH, Person
from wm.kernel import clock, zones
from wm.kernel.db import db
from wm.kernel.facts import record


def join(
    *, name: str, handle: str, email: str, password: str, network: str, mark: str = "", time_zone: str = ""
) -> None:
    """Promise an account and a mail about it. For a known address everything is the same but what the mail says.

    `mark` is a secret of the browser that asks, so that the same one need not sign in after the confirmation; an unknown
    `time_zone` is UTC.
    Raises FieldRefused (422) for a field that can't be used, TooManyTries (429)."""
    handle, address, name = handles.check(handle), addresses.tidy(email), tidy_name(name)
    passwords.check(password, own=(handle, name, address))
    tries.mail("join", addresses.key(address), network)
    if queries.has_handle(handle):
        raise HandleTaken()
    wish = {"name": name, "handle": handle, "email": address, "time_zone": zones.known(time_zone)}
    promise = tokens.promise("verify", **wish, password_hash=passwords.hashed(password), mark=mark)
    record(JoinAsked(token_id=promise.id))


def tidy_name(name: str) -> str:
    """Return a name without stray white space or invisible characters. Raises NameMissing (422)."""
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not name or len(name) > NAME_LENGTH:
        raise NameMissing()
    return name


def find_wish(secret: str) -> dict[str, str] | None:
    """Return name, handle, email and mark of an account that waits for its confirmation; None for a dead link."""
    row = tokens.find_good("verify", secret)
    kept = tokens.content(row) if row else {}
    return {field: kept[field] for field in ("name", "handle", "email", "mark")} if row else None


def verify(secret: str, *, handle: str) -> Person:
    """Make the account that the link promises; `handle` may differ when the wished one went to somebody else.

    Raises TokenUsedUp (410), AddressTaken, HandleTaken, HandleNotAllowed or HandleReserved (422)."""
    handle = handles.check(handle)
    wish = tokens.content(tokens.use("verify", secret))
    fields = {field: wish[field] for field in ("name", "email", "password_hash")}
    person = _create(**fields, handle=handle, verified_at=clock.now())
    person.time_zone = zones.known(wish.get("time_zone"))
    return person


def may_send_again(secret: str) -> bool:
    """Whether a dead link only came too late, so that a new one can go to the same address."""
    return tokens.find_late("verify", secret) is not None


def send_again(secret: str, *, network: str) -> bool:
    """Mail a new link in place of one that ran out; False when that one was never ours."""
    late = tokens.find_late("verify", secret)
    if late is None:
        return False
    token_id, address = late.id, tokens.content(late)["email"]
    tries.mail("join", addresses.key(address), network)
    record(JoinAsked(token_id=token_id))
    return True


def enrol(*, name: str, handle: str, email: str, password: str, role: str = "viewer") -> Person:
    """Make an account at once, without a mail and without judging the password: for seeds and commands.

    Raises FieldRefused (422) for a name, handle or address that can't be used."""
    fields = {"name": tidy_name(name), "handle": handles.check(handle), "email": addresses.tidy(email)}
    person = _create(**fields, password_hash=passwords.hashed(password), verified_at=clock.now())
    person.role = role
    db.session.flush()
    return person


def _create(*, name: str, handle: str, email: str, password_hash: str, verified_at: datetime) -> Person:
    if queries.has_address(email):
        raise AddressTaken()
    person = Person(name=name, handle=handle, email=email, email_key=addresses.key(email))
    person.password_hash, person.email_verified_at = password_hash, verified_at
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise HandleTaken() from None
    record(PersonJoined(person_id=person.id))
    return person
