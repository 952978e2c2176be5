"""The market page: everything that has a price, searched, narrowed and sorted, a page at a time."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, and_, exists, func, or_, select

from wm.domains import content, graph, people
from wm.domains.content import Content, ContentTag
from wm.domains.entitlements import Lock
from wm.domains.market.bundle_models import Bundle
from wm.domains.market.models import Sale
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

SORTS = ("new", "selling", "cheap", "dear")
LATELY = timedelta(days=30)
PAGE, SHOWN = 24, 3
MOST_WORDS = 6


class Wanted(NamedTuple):
    """What somebody looks for; prices in minor units. `with_membership`: what a membership or Pro opens too."""

    words: str = ""
    kind: str = ""
    category_id: int | None = None
    least: int | None = None
    most: int | None = None
    with_membership: bool = False
    sort: str = "new"


def browse(viewer, wanted: Wanted, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the row ids of pieces that are for sale before `viewer`, as wanted."""
    counts = _counts()
    keys = _keys(wanted.sort, counts)
    found = content.listed(viewer).join(Lock, Lock.content_id == Content.id).add_columns(*keys[:-1])
    found = _narrowed(found, wanted)
    if wanted.sort == "selling":
        found = found.outerjoin(counts, counts.c.content_id == Content.id)
    if place := decode(cursor, *_types(wanted.sort)):
        found = found.where(_after(keys, place, wanted.sort))
    order = [each.asc() if wanted.sort == "cheap" and n == 0 else each.desc() for n, each in enumerate(keys)]
    rows = db.session.execute(found.order_by(*order).limit(size + 1)).all()
    page = cut(rows, size, lambda row: (*row[1:], row[0]))
    return Page([row[0] for row in page.items], page.next)


def _narrowed(found: Select, wanted: Wanted) -> Select:
    member = or_(Lock.by_level > 0, Lock.by_pro.is_(True))
    found = found.where(member if wanted.with_membership else Lock.by_sale.is_(True))
    found = found.where(Content.kind == wanted.kind) if wanted.kind else found
    found = found.where(Content.category_id == wanted.category_id) if wanted.category_id else found
    found = found.where(Lock.price >= wanted.least) if wanted.least is not None else found
    found = found.where(Lock.price <= wanted.most) if wanted.most is not None else found
    return found.where(_said(wanted.words)) if wanted.words.split() else found


def _said(words: str) -> Any:
    """Return the condition that every word stands in title, description or tags, or all of them name its maker."""
    parts = words.split()[:MOST_WORDS]
    theirs = Content.person_id.in_(select(people.Person.id).where(*(_of_maker(part) for part in parts)))
    return or_(and_(*(_of_piece(part) for part in parts)), theirs)


def _of_maker(part: str) -> Any:
    person = people.Person
    name = person.name.icontains(part, autoescape=True)
    return or_(name, person.handle.icontains(part.lstrip("@"), autoescape=True))


def _of_piece(part: str) -> Any:
    tagged = exists().where(ContentTag.content_id == Content.id, ContentTag.tag == part.lower().lstrip("#"))
    title = Content.title.icontains(part, autoescape=True)
    return or_(title, Content.description.icontains(part, autoescape=True), tagged)


def _counts() -> Subquery:
    """Return how often each piece was bought lately."""
    lately = select(Sale.content_id, func.count().label("sold")).where(Sale.state == "paid", Sale.paid_at > _day())
    return lately.where(Sale.content_id.is_not(None)).group_by(Sale.content_id).subquery("bought_lately")


def _day() -> datetime:
    """Return where "lately" begins: at midnight, so that the pages of one list agree."""
    return (clock.now() - LATELY).replace(hour=0, minute=0, second=0, microsecond=0)


def _keys(sort: str, counts: Subquery) -> list:
    if sort == "new":
        return [Content.published_at, Content.id]
    if sort == "selling":
        return [func.coalesce(counts.c.sold, 0), Content.id]
    return [func.coalesce(Lock.price, 0), Content.id]


def _types(sort: str) -> tuple[type, ...]:
    return (datetime, int) if sort == "new" else (int, int)


def _after(keys: list, place: tuple, sort: str) -> Any:
    first = keys[0] > place[0] if sort == "cheap" else keys[0] < place[0]
    return or_(first, and_(keys[0] == place[0], keys[1] < place[1]))


def browse_bundles(viewer, wanted: Wanted, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the bundles that are sold before `viewer`, newest first, as wanted; no membership opens a bundle."""
    if wanted.with_membership:
        return Page([], None)
    found = select(Bundle).where(Bundle.closed_at.is_(None))
    if viewer.id is not None:
        found = found.where(Bundle.maker_id.not_in(graph.hidden_ids(viewer)))
    for part in wanted.words.split()[:MOST_WORDS]:
        title = Bundle.title.icontains(part, autoescape=True)
        found = found.where(or_(title, Bundle.words.icontains(part, autoescape=True)))
    found = found.where(Bundle.amount >= wanted.least) if wanted.least is not None else found
    found = found.where(Bundle.amount <= wanted.most) if wanted.most is not None else found
    if place := decode(cursor, int):
        found = found.where(Bundle.id < place[0])
    rows = list(db.session.scalars(found.order_by(Bundle.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda bundle: (bundle.id,))
