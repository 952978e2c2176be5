"""What is new, what is alike, what was asked for."""

from sqlalchemy import and_, case, or_, select

from wm.domains import content, people
from wm.domains.content import Content
from wm.kernel.db import db
from wm.kernel.paging import Page

PAGE = 24
PEOPLE = 6
WORDS = 6


def newest(viewer, category=None, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the newest pieces that `viewer` may see, of one category when it is given."""
    ids = content.listed(viewer)
    if category is not None:
        ids = ids.where(Content.category_id == category.id)
    return content.among(ids, cursor, size)


def up_next(shown: Content, viewer, limit: int = 8) -> list[Content]:
    """Return other listed films: of the same category first, then of the same person, then the newest."""
    near = case((Content.category_id == shown.category_id, 0), (Content.person_id == shown.person_id, 1), else_=2)
    others = content.listed(viewer).where(Content.id != shown.id, Content.kind == "film")
    chosen = others.order_by(near, Content.published_at.desc(), Content.id.desc()).limit(limit)
    return content.in_order(db.session.scalars(chosen))


def search(words: str, viewer, cursor: str | None = None, size: int = PAGE) -> tuple[Page, list]:
    """Return (page of films, people) for `words`: every word stands in the title, a tag or the maker's name.

    No words at all ask for the newest."""
    asked = words.split()[:WORDS]
    if not asked:
        return newest(viewer, cursor=cursor, size=size), []
    films = content.among(content.listed(viewer).where(and_(*map(_mentions, asked))), cursor, size)
    return films, people.matching(words, limit=PEOPLE) if cursor is None else []


def _mentions(word: str):
    by_name = select(people.Person.id).where(people.Person.name.icontains(word, autoescape=True))
    tagged = select(content.ContentTag.content_id).where(content.ContentTag.tag == word.lower().lstrip("#"))
    return or_(Content.title.icontains(word, autoescape=True), Content.id.in_(tagged), Content.person_id.in_(by_name))
