"""Reads: finding people by what others know of them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from wm.domains.people import addresses, handles
from wm.domains.people.errors import PersonNotFound
from wm.domains.people.models import Person
from wm.kernel.db import db

OPEN = Person.closed_at.is_(None)
MOST_WORDS = 6


def find(person_id: int) -> Person | None:
    """Return the person with this row number, None when there is none."""
    return db.session.get(Person, person_id)


def by_public_id(public_id: str) -> Person | None:
    """Return the person with this public id whose account is open, None when there is none."""
    return db.session.scalar(select(Person).where(Person.public_id == public_id, OPEN))


def by_handle(handle: str) -> Person:
    """Return the person behind /@handle, with links. Raises PersonNotFound (404)."""
    wanted = select(Person).where(Person.handle == handles.tidy(handle), OPEN).options(selectinload(Person.links))
    person = db.session.scalar(wanted)
    if person is None:
        raise PersonNotFound()
    return person


def by_name(name: str) -> Person | None:
    """Return whoever signs in with `name`, an address or a handle (with or without @); None for nobody."""
    tidied = handles.tidy(name)
    theirs = Person.email_key == addresses.key(name) if "@" in tidied else Person.handle == tidied
    return db.session.scalar(select(Person).where(theirs, OPEN))


def by_ids(ids: Iterable[int]) -> dict[int, Person]:
    """Return people by row number, in one query; closed accounts are left out."""
    ids = set(ids)
    found = db.session.scalars(select(Person).where(Person.id.in_(ids), OPEN)) if ids else ()
    return {person.id: person for person in found}


def among(handles: Iterable[str], *, but: Select | None = None) -> set[str]:
    """Return which of these handles (lower case) are of people who are there; `but` as in `matching`."""
    wanted = select(Person.handle).where(Person.handle.in_(list(handles)), OPEN)
    return set(db.session.scalars(wanted if but is None else wanted.where(Person.id.not_in(but))))


def with_links(person: Person) -> Person:
    """Return the same person with the links of the profile loaded."""
    wanted = select(Person).where(Person.id == person.id).options(selectinload(Person.links))
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def has_handle(handle: str) -> bool:
    """Whether somebody, gone or not, has this handle."""
    return db.session.scalar(select(Person.id).where(Person.handle == handle)) is not None


def has_address(address: str) -> bool:
    """Whether somebody, gone or not, has this address in any spelling."""
    return db.session.scalar(select(Person.id).where(Person.email_key == addresses.key(address))) is not None


def matching(words: str, *, limit: int, but: Select | None = None) -> list[Person]:
    """Return at most `limit` people whose name or handle holds every one of `words`, newest first.

    `but` is a SELECT of the row numbers of those who are left out."""
    if not (said := named(words)):
        return []
    wanted = select(Person).where(OPEN, *said).order_by(Person.created_at.desc(), Person.id.desc())
    wanted = wanted if but is None else wanted.where(Person.id.not_in(but))
    return list(db.session.scalars(wanted.limit(limit)))


def named(words: str) -> list[ColumnElement[bool]]:
    """Return the conditions that every one of `words` stands in a person's name or handle."""
    parts = [handles.tidy(word) or word for word in words.split()[:MOST_WORDS]]
    return [
        Person.name.icontains(part, autoescape=True) | Person.handle.contains(part, autoescape=True) for part in parts
    ]
