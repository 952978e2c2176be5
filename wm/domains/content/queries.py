"""Reads of content; every one says who is looking."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from wm.domains import graph
from wm.domains.content import policy
from wm.domains.content.models import Content, ContentTag
from wm.domains.content.shapes import card, dress, full, in_order
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 24


def listed(viewer=None) -> Select:
    """Return a SELECT of the ids of everything that may stand in a list before `viewer` (None: before everybody).

    That is what is public, what is for followers of its maker when `viewer` is one, and one's own of both; nothing of
    people who and `viewer` do not see each other, and no repost of theirs."""
    out = select(Content.id).where(Content.state == "published")
    if viewer is None or viewer.id is None:
        return out.where(Content.visibility == "public")
    mine = or_(Content.person_id.in_(graph.followed_ids(viewer)), Content.person_id == viewer.id)
    meant = or_(Content.visibility == "public", and_(Content.visibility == "followers", mine))
    hidden = graph.hidden_ids(viewer)
    original = aliased(Content)
    quotes = exists().where(original.id == Content.repost_of_id, original.person_id.in_(hidden))
    return out.where(meant, Content.person_id.not_in(hidden), ~quotes)


def openable(viewer) -> Select:
    """Return a SELECT of the ids of everything whose page `viewer` may open: `listed`, unlisted, and one's own.

    For lists of what a person has met before; never for what is shown to others, where unlisted pieces stay out."""
    if viewer is None or viewer.id is None:
        return select(Content.id).where(Content.state == "published", Content.visibility.in_(("public", "unlisted")))
    meant = or_(
        Content.visibility.in_(("public", "unlisted")),
        and_(Content.visibility == "followers", Content.person_id.in_(graph.followed_ids(viewer))),
    )
    theirs = and_(Content.state == "published", meant, Content.person_id.not_in(graph.hidden_ids(viewer)))
    own_pieces = and_(Content.state != "removed", Content.person_id == viewer.id)
    return select(Content.id).where(or_(theirs, own_pieces))


def watchable(public_id: str, viewer) -> Content:
    """Return the piece when `viewer` may open its page. Raises NotFound, whatever the reason."""
    content = db.session.scalars(full().where(Content.public_id == public_id)).first()
    if content is None or not policy.may_watch(content, viewer):
        raise NotFound()
    return dress([content])[0]


def own(public_id: str, person, removed: bool = False) -> Content:
    """Return `person`'s own piece, removed ones only when asked for. Raises NotFound for anybody else's."""
    mine = full().where(Content.public_id == public_id, Content.person_id == person.id)
    content = db.session.scalars(mine).first()
    if content is None or (content.state == "removed" and not removed):
        raise NotFound()
    return dress([content])[0]


def owned(
    person,
    cursor: str | None = None,
    kind: str = "",
    state: str = "",
    visibility: str = "",
    words: str = "",
    size: int = PAGE,
) -> Page:
    """Return a page of `person`'s pieces, newest first, narrowed by kind, state, visibility and words of the title."""
    mine = card().where(Content.person_id == person.id, Content.state != "removed")
    mine = mine.where(Content.kind == kind) if kind else mine
    mine = mine.where(Content.state == state) if state else mine
    mine = mine.where(Content.visibility == visibility) if visibility else mine
    mine = mine.where(Content.title.icontains(words, autoescape=True)) if words else mine
    if place := decode(cursor, int):
        mine = mine.where(Content.id < place[0])
    rows = dress(db.session.scalars(mine.order_by(Content.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda content: (content.id,))


def by_person(person, viewer, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what `person` has published for everybody, newest first."""
    return among(listed(viewer).where(Content.person_id == person.id), cursor, size)


def tagged(tag: str, viewer, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the pieces that carry `tag` and may stand in a list before `viewer`, newest first."""
    carry = select(ContentTag.content_id).where(ContentTag.tag == tag.lower())
    return among(listed(viewer).where(Content.id.in_(carry)), cursor, size)


def listed_films(public_ids: Iterable[str], viewer) -> dict[str, Content]:
    """Return those of these films that may stand in a list before `viewer`, as cards, by public id."""
    wanted = listed(viewer).where(Content.public_id.in_(list(public_ids)), Content.kind == "film")
    return {piece.public_id: piece for piece in in_order(db.session.scalars(wanted))}


def count_by_person(person) -> int:
    """Return how many pieces `person` has published for everybody."""
    mine = listed().where(Content.person_id == person.id).subquery()
    return db.session.scalar(select(func.count()).select_from(mine)) or 0


def among(ids: Select, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the pieces whose ids are selected, newest first; ids first, rows after (see docs/decisions)."""
    if place := decode(cursor, datetime, int):
        when, row = place
        older = or_(Content.published_at < when, and_(Content.published_at == when, Content.id < row))
        ids = ids.where(Content.published_at <= when, older)
    wanted = ids.order_by(Content.published_at.desc(), Content.id.desc()).limit(size + 1)
    chosen = list(db.session.scalars(wanted))
    rows = in_order(chosen)
    return cut(rows, size, lambda content: (content.published_at, content.id))


def of_film(film_id: int) -> Content | None:
    """Return the piece that shows the film with that row id."""
    return db.session.scalars(full().where(Content.film_id == film_id)).first()


def row_id(public_id: str) -> int:
    """Return the row id of a piece, whoever asks; for doors that show nothing of it. Raises NotFound."""
    found = db.session.scalar(select(Content.id).where(Content.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def with_row_id(content_id: int) -> Content:
    """Return the piece with that row id, afresh; for jobs and streams that were let in before. Raises NotFound."""
    content = db.session.scalars(
        full().where(Content.id == content_id).execution_options(populate_existing=True)
    ).first()
    if content is None:
        raise NotFound()
    return content


def of_films(film_ids: Iterable[int]) -> dict[int, Content]:
    """Return the pieces of these films by film, those that are to come too; for staff and jobs."""
    wanted = list(film_ids)
    theirs = or_(Content.film_id.in_(wanted), Content.next_film_id.in_(wanted))
    found = db.session.scalars(full().where(theirs)).all()
    return {film: piece for piece in found for film in (piece.film_id, piece.next_film_id) if film}
