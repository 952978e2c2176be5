"""What an owner changes about the account: password, address, role."""

from sqlalchemy.exc import IntegrityError

from wm.domains.people import addresses, queries, recovery, sessions, signing, tokens, tries
from wm.domains.people.errors import AddressTaken, TokenUsedUp
from wm.domains.people.events import AddressChangeAsked, AddressChanged
from wm.domains.people.models import ROLES, Person
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record


def change_password(person: Person, *, current: str, new: str) -> None:
    """Set a new password; every session ends, so the caller opens a new one for the browser at hand.

    Raises CurrentPasswordWrong or FieldRefused (422), TooManyTries (429)."""
    signing.confirm_password(person, current)
    recovery.set_password(person, new)
    sessions.revoke_all(person)


def change_address(person: Person, *, current_password: str, email: str, network: str) -> None:
    """Promise a mail to the new address that makes it count, and a notice to the present one.

    Raises AddressNotValid or CurrentPasswordWrong (422), TooManyTries (429)."""
    address = addresses.tidy(email)
    signing.confirm_password(person, current_password)
    tries.mail("address", person.public_id, network)
    tokens.spoil(person.id, "address")
    promise = tokens.promise("address", person_id=person.id, email=address)
    record(AddressChangeAsked(token_id=promise.id))


def new_address(person: Person, secret: str) -> str:
    """Return the address that the link would make count. Raises TokenUsedUp (410)."""
    row = tokens.find_good("address", secret)
    if row is None or row.person_id != person.id:
        raise TokenUsedUp()
    return tokens.content(row)["email"]


def confirm_address(person: Person, secret: str) -> Person:
    """Let a person's new address count. Raises TokenUsedUp (410), AddressTaken (422)."""
    row = tokens.use("address", secret)
    if row.person_id != person.id:
        raise TokenUsedUp()
    old, new = person.email, tokens.content(row)["email"]
    _move(person, new)
    tokens.spoil(person.id, "reset")
    record(AddressChanged(person_id=person.id, old_address=old))
    return person


def _move(person: Person, address: str) -> None:
    if addresses.key(address) != person.email_key and queries.has_address(address):
        raise AddressTaken()
    try:
        with db.session.begin_nested():
            person.email, person.email_key = address, addresses.key(address)
            person.email_verified_at = clock.now()
    except IntegrityError:
        raise AddressTaken() from None


def become_creator(person: Person) -> None:
    """Let a viewer publish; everybody else keeps the role they have."""
    if person.role == "viewer":
        person.role = "creator"
        db.session.flush()


def appoint(person: Person, role: str) -> None:
    """Give a person a role: viewer, creator, moderator or admin; every session ends, and the next one has it."""
    if role not in ROLES:
        raise ValueError(f"{role} is none of the roles {', '.join(ROLES)}")
    person.role = role
    sessions.revoke_all(person)
    db.session.flush()
