"""Lists of people as the graph joins them; nobody stands in one whom the viewer does not see."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select, union

from wm.domains import people
from wm.domains.graph.models import Block, Follow, Mute
from wm.domains.graph.queries import followed_ids, hidden_ids, muted_ids
from wm.domains.people import Person
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 30
LOOKED_AT = 50  # of the people one follows, the latest, whose own follows make suggestions


def followers(person, viewer, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the people who follow `person`, the latest first."""
    return _page(Follow, Follow.follower_id, Follow.followed_id == person.id, viewer, cursor, size)


def following(person, viewer, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the people whom `person` follows, the latest first."""
    return _page(Follow, Follow.followed_id, Follow.follower_id == person.id, viewer, cursor, size)


def blocked(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the people whom `person` has blocked, the latest first."""
    return _page(Block, Block.blocked_id, Block.blocker_id == person.id, None, cursor, size)


def muted(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the people whom `person` has muted, the latest first."""
    return _page(Mute, Mute.muted_id, Mute.muter_id == person.id, person, cursor, size)


def _page(table, shown, condition, viewer, cursor: str | None, size: int) -> Page:
    wanted = select(table.id, Person).join(Person, Person.id == shown).where(condition, Person.closed_at.is_(None))
    if viewer is not None and viewer.id is not None:
        wanted = wanted.where(shown.not_in(hidden_ids(viewer)))
    if place := decode(cursor, int):
        wanted = wanted.where(table.id < place[0])
    rows = db.session.execute(wanted.order_by(table.id.desc()).limit(size + 1)).all()
    page = cut(rows, size, lambda row: (row[0],))
    return Page([person for _id, person in page.items], page.next)


def followed_among(viewer, ids: Iterable[int]) -> set[int]:
    """Return those of the row ids whom `viewer` follows."""
    ids = set(ids)
    if viewer.id is None or not ids:
        return set()
    return set(db.session.scalars(followed_ids(viewer).where(Follow.followed_id.in_(ids))))


def not_suggested(viewer) -> Select:
    """Return a SELECT of the ids of whom `viewer` need not be shown: themselves, followed, muted, blocked by either."""
    mine = select(people.Person.id.label("id")).where(people.Person.id == viewer.id)
    known = followed_ids(viewer), muted_ids(viewer), hidden_ids(viewer)
    return select(union(mine, *known).subquery().c.id)


def friends_of_friends(viewer, limit: int) -> list[int]:
    """Return the ids of people whom those follow whom `viewer` follows, most often followed first."""
    mine = followed_ids(viewer).order_by(Follow.id.desc()).limit(LOOKED_AT).subquery()
    theirs = select(Follow.followed_id).join(mine, mine.c.followed_id == Follow.follower_id)
    theirs = theirs.where(Follow.followed_id.not_in(not_suggested(viewer))).group_by(Follow.followed_id)
    return list(db.session.scalars(theirs.order_by(func.count().desc(), Follow.followed_id.desc()).limit(limit)))
