"""What a person shows: name, handle, a few words, links, two pictures."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError

from wm.domains.people import handles, joining, pictures, queries
from wm.domains.people.errors import BioTooLong, HandleTaken, LinkNotAllowed, TooManyLinks
from wm.domains.people.events import PictureReplaced, ProfileEdited
from wm.domains.people.models import BIO_LENGTH, LINK_LABEL_LENGTH, LINK_URL_LENGTH, LINKS, Person, PersonLink
from wm.kernel import zones
from wm.kernel.db import db
from wm.kernel.facts import record


class Link(NamedTuple):
    """A link as somebody typed it."""

    label: str
    url: str


def edit_profile(person: Person, *, name: str, handle: str, bio: str, links: Sequence[Link]) -> Person:
    """Change what a person shows. Raises FieldRefused (422)."""
    person = queries.with_links(person)
    name, handle, wanted = (
        joining.tidy_name(name),
        handles.check(handle),
        [_checked(link) for link in links if link.url],
    )
    if len(wanted) > LINKS:
        raise TooManyLinks()
    if len(bio := bio.replace("\r\n", "\n").strip()) > BIO_LENGTH:
        raise BioTooLong()
    if (person.name, person.handle, person.bio) != (name, handle, bio):
        record(ProfileEdited(person_id=person.id))
    _rename(person, handle)
    person.name, person.bio = name, bio
    _relink(person, wanted)
    return person


def choose_zone(person: Person, name: str) -> Person:
    """Show `person` times of day in that zone from now on; UTC for one that is not known."""
    person.time_zone = zones.known(name)
    return person


def _rename(person: Person, handle: str) -> None:
    if handle == person.handle:
        return
    try:
        with db.session.begin_nested():
            person.handle = handle
    except IntegrityError:
        raise HandleTaken() from None


def _relink(person: Person, wanted: Sequence[Link]) -> None:
    if [(link.label, link.url) for link in person.links] == [tuple(link) for link in wanted]:
        return
    person.links.clear()
    db.session.flush()
    person.links.extend(PersonLink(position=n, label=link.label, url=link.url) for n, link in enumerate(wanted))
    db.session.flush()


def _checked(link: Link) -> Link:
    url, label = link.url.strip(), " ".join(link.label.split())[:LINK_LABEL_LENGTH]
    if "://" not in url and "." in url and not url.startswith(("/", ".")):
        url = f"https://{url}"
    parts = _parsed(url)
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or parts.username:
        raise LinkNotAllowed()
    if len(url) > LINK_URL_LENGTH or any(c.isspace() or not c.isprintable() for c in url):
        raise LinkNotAllowed()
    return Link(label or parts.hostname.removeprefix("www."), url)


def _parsed(url: str):
    try:
        return urlsplit(url)
    except ValueError:
        raise LinkNotAllowed() from None


def change_picture(person: Person, kind: pictures.Kind, content: bytes) -> str:
    """Show another avatar or cover, re-encoded in our sizes; returns its key.

    Raises PictureNotReadable, PictureTooLarge or PictureTooSmall (422)."""
    key = pictures.keep(kind, content)
    drop_picture(person, kind)
    setattr(person, kind.field, key)
    db.session.flush()
    return key


def drop_picture(person: Person, kind: pictures.Kind) -> None:
    """Show no avatar or cover any more."""
    if old := getattr(person, kind.field):
        setattr(person, kind.field, None)
        record(PictureReplaced(picture=old))
        db.session.flush()
