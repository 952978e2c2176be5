"""A lost password: a link by mail to the address that we know, whoever asked."""

from wm.domains.people import addresses, handles, passwords, queries, sessions, tokens, tries
from wm.domains.people.errors import TokenUsedUp
from wm.domains.people.events import PasswordChanged, ResetAsked
from wm.domains.people.models import Person, Token
from wm.kernel import clock
from wm.kernel.facts import record


def forgotten(name: str, *, network: str) -> None:
    """Promise a mail to whoever signs in with `name`; nobody can tell whether there is somebody. TooManyTries (429)."""
    name = name.strip()[: addresses.MAX_LENGTH]
    tries.mail("reset", addresses.key(handles.tidy(name)), network)
    record(ResetAsked(name=name))


def reset_for(person: Person) -> Token:
    """Write down that a link may set a new password; earlier links stop working."""
    tokens.spoil(person.id, "reset")
    return tokens.promise("reset", person_id=person.id)


def find_forgetful(secret: str) -> Person | None:
    """Return whose password the link would set; None for a dead link."""
    row = tokens.find_good("reset", secret)
    return _open_account(row) if row else None


def reset(secret: str, *, password: str) -> Person:
    """Set a new password by a link; all sessions end, and the address counts as confirmed.

    Raises TokenUsedUp (410), FieldRefused (422) for a password that can't be used."""
    person = _open_account(tokens.use("reset", secret))
    if person is None:
        raise TokenUsedUp()
    set_password(person, password)
    person.email_verified_at = clock.now()
    sessions.revoke_all(person)
    return person


def set_password(person: Person, password: str) -> None:
    """Give a person a new password, and tell them. Raises FieldRefused (422)."""
    passwords.check(password, own=(person.handle, person.name, person.email))
    person.password_hash = passwords.hashed(password)
    tokens.spoil(person.id, "reset", "address")
    record(PasswordChanged(person_id=person.id))


def _open_account(row: Token) -> Person | None:
    person = queries.find(row.person_id) if row.person_id else None
    return person if person and not person.closed_at else None
