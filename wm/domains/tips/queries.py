"""Reads of tips: who supports a piece, what somebody was given, what somebody gave."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from wm.domains import graph, people
from wm.domains.tips.models import Tip
from wm.kernel import money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30
FACES, BESIDE = 6, 3


class Support(NamedTuple):
    """A tip and whose it is, as far as that may be known; `number` is how many there are in all."""

    tip: Tip
    person: people.Person | None
    number: int = 1


class Month(NamedTuple):
    """What came in since a moment: how many tips, of how many people, and their sum in minor units."""

    tips: int
    people: int
    total: int


def supporters(viewer, *, content_id: int | None = None, person_id: int | None = None, size: int = FACES):
    """Return the newest public tips for a piece, or for a person and no piece, that `viewer` may see, in one statement."""
    return _rows(_shown(viewer, content_id, person_id), size)


def supporters_page(viewer, cursor: str | None, *, content_id: int | None = None, person_id: int | None = None) -> Page:
    """Return a page of the same, newest first."""
    conditions = _shown(viewer, content_id, person_id)
    if place := decode(cursor, int):
        conditions.append(Tip.id < place[0])
    return cut(_rows(conditions, PAGE + 1), PAGE, lambda support: (support.tip.id,))


def _shown(viewer, content_id: int | None, person_id: int | None) -> list[ColumnElement[bool]]:
    what = Tip.content_id == content_id if content_id else Tip.to_id == person_id
    what = [what, Tip.comment_id.is_(None)] + ([Tip.content_id.is_(None)] if not content_id else [])
    return [*what, *_open(viewer)]


def _open(viewer) -> list[ColumnElement[bool]]:
    """Return what a tip must be to stand before `viewer`."""
    known = [Tip.shown == "public", Tip.hidden_at.is_(None), Tip.returned_at.is_(None)]
    return [*known, Tip.from_id.not_in(graph.hidden_ids(viewer))] if viewer.id else known


def beside(viewer, comment_ids: Iterable[int], size: int = BESIDE) -> dict[int, list[Support]]:
    """Return the newest public tips for each of these comments, by its row id, in one statement; none is not there."""
    giver, of_one = people.Person, {"partition_by": Tip.comment_id}
    place = func.row_number().over(**of_one, order_by=Tip.id.desc()).label("place")
    many = func.count().over(**of_one).label("many")
    shown = Tip.comment_id.in_(list(comment_ids)), giver.closed_at.is_(None), *_open(viewer)
    ranked = select(Tip.id, place, many).join(giver, giver.id == Tip.from_id).where(*shown).subquery()
    wanted = select(Tip, giver, ranked.c.many).join(ranked, ranked.c.id == Tip.id).join(giver, giver.id == Tip.from_id)
    found: dict[int, list[Support]] = {}
    for row in db.session.execute(wanted.where(ranked.c.place <= size).order_by(Tip.id.desc())):
        found.setdefault(row[0].comment_id, []).append(Support(*row))
    return found


def _rows(conditions: Sequence[ColumnElement[bool]], size: int) -> list[Support]:
    giver = people.Person
    wanted = select(Tip, giver, func.count().over()).join(giver, giver.id == Tip.from_id)
    wanted = wanted.where(giver.closed_at.is_(None), *conditions).order_by(Tip.id.desc()).limit(size)
    return [Support(*row) for row in db.session.execute(wanted)]


def received(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` was given, newest first; without names that are not for them."""
    return _page(Tip.to_id == person.id, cursor, size, lambda tips: _for_creator(tips, person))


def given(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` gave, newest first, with whom it was given to."""
    return _page(Tip.from_id == person.id, cursor, size, _to_whom)


def given_named(public_ids: Iterable[str], person) -> list[Support]:
    """Return those of the tips that `person` gave, with whom they were given to."""
    mine = select(Tip).where(Tip.public_id.in_(set(public_ids)), Tip.from_id == person.id)
    return _to_whom(list(db.session.scalars(mine)))


def _page(mine: ColumnElement[bool], cursor: str | None, size: int, dress) -> Page:
    wanted = select(Tip).where(mine).order_by(Tip.id.desc()).limit(size + 1)
    if place := decode(cursor, int):
        wanted = wanted.where(Tip.id < place[0])
    return cut(dress(list(db.session.scalars(wanted))), size, lambda support: (support.tip.id,))


def _for_creator(tips: Sequence[Tip], person) -> list[Support]:
    hidden = set(db.session.scalars(graph.hidden_ids(person))) if tips else set()
    named = people.by_ids(tip.from_id for tip in tips if not tip.is_anonymous and tip.from_id not in hidden)
    return [Support(tip, None if tip.is_anonymous else named.get(tip.from_id)) for tip in tips]


def _to_whom(tips: Sequence[Tip]) -> list[Support]:
    named = people.by_ids(tip.to_id for tip in tips)
    return [Support(tip, named.get(tip.to_id)) for tip in tips]


def received_one(public_id: str, person) -> Support:
    """Return one tip that `person` was given. Raises NotFound."""
    return _for_creator([_one(Tip.public_id == public_id, Tip.to_id == person.id)], person)[0]


def seen_one(public_id: str, viewer) -> Tip:
    """Return a tip that `viewer` gave or got, or that staff looks at. Raises NotFound."""
    tip = _one(Tip.public_id == public_id)
    if viewer.id not in (tip.from_id, tip.to_id) and viewer.role not in ("moderator", "admin"):
        raise NotFound()
    return tip


def with_row_id(tip_id: int) -> Tip | None:
    """Return the tip with that row id, None when there is none."""
    return db.session.get(Tip, tip_id)


def month(person, since: datetime) -> Month:
    """Return what `person` was given since a moment, without what went back."""
    mine = Tip.to_id == person.id, Tip.created_at >= since, Tip.returned_at.is_(None), Tip.currency == money.currency()
    wanted = select(func.count(), func.count(Tip.from_id.distinct()), func.coalesce(func.sum(Tip.amount), 0))
    return Month(*map(int, db.session.execute(wanted.where(*mine)).one()))


def _one(*conditions: ColumnElement[bool]) -> Tip:
    found = db.session.scalars(select(Tip).where(*conditions)).first()
    if found is None:
        raise NotFound()
    return found
