"""Which letter goes to whom; the links in them are made here, at the last moment, and kept only as hashes."""

from typing import NamedTuple

from wm.domains.people import addresses, queries, tokens
from wm.domains.people.models import Person
from wm.domains.people.recovery import reset_for


class Letter(NamedTuple):
    """One mail to write: its template, the address, the name to greet, and the secret of its link if it has one."""

    template: str
    to: str
    name: str
    secret: str = ""
    about: str = ""


def letters_about_join(token_id: int) -> list[Letter]:
    """Return the mail that answers a wish to join: a link, or to somebody who is here already, a word about that."""
    row = tokens.find(token_id)
    if row is None:
        return []
    wish = tokens.content(row)
    owner = queries.by_name(wish["email"])
    if owner:
        return [Letter("already_here", owner.email, owner.name)]
    if queries.has_address(wish["email"]):
        return []
    return [Letter("verify", wish["email"], wish["name"], tokens.seal(row))]


def letters_about_reset(name: str) -> list[Letter]:
    """Return the mail that answers a lost password; none when nobody signs in with `name`."""
    person = queries.by_name(name)
    return [Letter("reset", person.email, person.name, tokens.seal(reset_for(person)))] if person else []


def letters_about_address(token_id: int) -> list[Letter]:
    """Return the mails about a wished address: a link or a refusal to the new one, a notice to the present one."""
    row = tokens.find(token_id)
    person = queries.find(row.person_id) if row else None
    if person is None or person.closed_at:
        return []
    new = tokens.content(row)["email"]
    return [
        _to_new_address(person, row, new),
        Letter("address_asked", person.email, person.name, about=addresses.masked(new)),
    ]


def _to_new_address(person: Person, row: tokens.Token, new: str) -> Letter:
    if addresses.key(new) != person.email_key and queries.has_address(new):
        return Letter("address_taken", new, "")
    return Letter("address", new, person.name, tokens.seal(row))


def letter_about_password(person_id: int) -> list[Letter]:
    """Return the notice that the password is a new one."""
    person = queries.find(person_id)
    return [Letter("password_changed", person.email, person.name)] if person and not person.closed_at else []


def letter_to_old_address(person_id: int, old_address: str) -> list[Letter]:
    """Return the last mail to an address that doesn't count any more."""
    person = queries.find(person_id)
    return [Letter("address_changed", old_address, person.name, about=addresses.masked(person.email))] if person else []
