"""Signing in: one answer for a wrong password and for nobody, in the same time."""

from wm.domains.people import addresses, handles, passwords, queries, tries
from wm.domains.people.errors import CurrentPasswordWrong, WrongPassword
from wm.domains.people.models import Person


def sign_in(name: str, password: str, *, network: str, device: str = "", known: frozenset[str] = frozenset()) -> Person:
    """Return the person who signs in with `name` (address or handle) and `password`.

    `device` is the mark of a browser that has signed in before, to the accounts (public ids) in `known`.
    Raises WrongPassword (422) for whatever doesn't fit, TooManyTries (429)."""
    _count(name, queries.by_name(name), network, device, known)
    person = queries.by_name(name)
    kept = person.password_hash if person else None
    if not passwords.matches(password, kept):
        raise WrongPassword()
    if passwords.is_outdated(kept):
        person.password_hash = passwords.hashed(password)
    return person


def _count(name: str, person: Person | None, network: str, device: str, known: frozenset[str]) -> None:
    if person and device and person.public_id in known:
        return tries.password_on_known_device(person.public_id, device)
    account = person.public_id if person else f"nobody:{addresses.key(handles.tidy(name))}"
    return tries.password(account, network)


def confirm_password(person: Person, password: str) -> None:
    """Make sure that it is the owner who sits there. Raises CurrentPasswordWrong (422), TooManyTries (429)."""
    tries.current_password(person.public_id)
    if not passwords.matches(password, person.password_hash):
        raise CurrentPasswordWrong()
