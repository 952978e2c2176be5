"""What there is of a person, and whom one may want to meet."""

from sqlalchemy import func, select

from wm.domains import content, graph, people
from wm.domains.content import Content
from wm.kernel.db import db
from wm.kernel.paging import Page

PAGE = 24
STRIP = 8
PINNABLE = 50


def shelf(
    person, viewer, kinds: tuple[str, ...], cursor: str | None = None, size: int = PAGE, without: int | None = None
) -> Page:
    """Return a page of what `person` has published of these kinds, as `viewer` may see it, newest first.

    `without` is the row id of a piece that stands somewhere else on the page."""
    theirs = content.listed(viewer).where(Content.person_id == person.id, Content.kind.in_(kinds))
    if without is not None:
        theirs = theirs.where(Content.id != without)
    return content.among(theirs, cursor, size)


def pinned(person, viewer) -> Content | None:
    """Return the piece that `person` shows first, when `viewer` may see it in a list."""
    if person.pinned_content_id is None:
        return None
    wanted = content.listed(viewer).where(Content.id == person.pinned_content_id, Content.person_id == person.id)
    found = content.in_order(db.session.scalars(wanted))
    return found[0] if found else None


def pinnable(person) -> list[Content]:
    """Return the newest of `person`'s published pieces, one of which they may pin."""
    theirs = content.listed(person).where(Content.person_id == person.id)
    newest = theirs.order_by(Content.published_at.desc(), Content.id.desc()).limit(PINNABLE)
    return content.in_order(db.session.scalars(newest))


def suggested_people(viewer, limit: int = STRIP) -> list[people.Person]:
    """Return people whom `viewer` may like to follow: friends of friends, makers of what is alike, the most followed."""
    ways = (graph.friends_of_friends, _alike, _most_followed) if viewer.id is not None else (_most_followed,)
    chosen: dict[int, None] = {}
    for way in ways:
        if len(chosen) < limit:
            chosen |= dict.fromkeys(way(viewer, limit + len(chosen)))
    found = people.by_ids(chosen)
    return [found[each] for each in chosen if each in found][:limit]


def _alike(viewer, limit: int) -> list[int]:
    """The ids of those who publish most in the categories of whom `viewer` follows and of what `viewer` makes."""
    near = content.listed(viewer).with_only_columns(Content.category_id)
    mine = near.where(Content.person_id.in_(graph.followed_ids(viewer)) | (Content.person_id == viewer.id))
    theirs = content.listed(viewer).with_only_columns(Content.person_id).where(Content.category_id.in_(mine.distinct()))
    wanted = theirs.where(Content.person_id.not_in(graph.not_suggested(viewer))).group_by(Content.person_id)
    return list(db.session.scalars(wanted.order_by(func.count().desc(), Content.person_id.desc()).limit(limit)))


def _most_followed(viewer, limit: int) -> list[int]:
    nobody = select(people.Person.id).where(people.Person.id.is_(None))
    return people.most_followed(graph.not_suggested(viewer) if viewer.id is not None else nobody, limit)
