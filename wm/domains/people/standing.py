"""How somebody stands here: the badge that the site gives, the piece that they pin, how many follow."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select, update

from wm.domains.people.models import Person
from wm.domains.people.queries import OPEN, named
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 50


def give_badge(person: Person) -> None:
    """Vouch for `person` from now on; a badge that is there already keeps its day."""
    person.verified_at = person.verified_at or clock.now()


def take_badge(person: Person) -> None:
    """Vouch for `person` no more."""
    person.verified_at = None


def pin(person: Person, content_id: int | None) -> None:
    """Show one of their pieces first on the page of `person`; None shows none."""
    person.pinned_content_id = content_id
    db.session.flush()


def count_follows(ids: Iterable[int], followers: Any, following: Any) -> int:
    """Write what the two SQL expressions count for each of these people; returns how many counts were wrong.

    The rows are locked first, so that whoever comes second counts what the first has committed."""
    ids = sorted(set(ids))
    db.session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())
    wrong = or_(Person.followers_count != followers, Person.following_count != following)
    counted = update(Person).where(Person.id.in_(ids), wrong)
    changes = {"followers_count": followers, "following_count": following}
    return db.session.execute(counted.values(**changes), execution_options={"synchronize_session": False}).rowcount


def ids_after(last: int, size: int) -> list[int]:
    """Return the row numbers of the next `size` people after row `last`, for work that goes through everybody."""
    return list(db.session.scalars(select(Person.id).where(Person.id > last).order_by(Person.id).limit(size)))


def directory(words: str = "", cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of everybody whose name or handle holds `words`, newest first; for staff."""
    wanted = select(Person).where(OPEN, *named(words))
    if place := decode(cursor, int):
        wanted = wanted.where(Person.id < place[0])
    rows = db.session.scalars(wanted.order_by(Person.id.desc()).limit(size + 1)).all()
    return cut(rows, size, lambda person: (person.id,))


def most_followed(but: Select, limit: int) -> list[int]:
    """Return the row numbers of creators with the most followers, none of them in `but`."""
    wanted = select(Person.id).where(OPEN, Person.role != "viewer", Person.id.not_in(but))
    return list(db.session.scalars(wanted.order_by(Person.followers_count.desc(), Person.id.desc()).limit(limit)))
