"""What may stand in a feed before somebody, and what the ranking looks at of it."""

from typing import NamedTuple

from sqlalchemy import Select, or_, select

from wm.domains import content, graph
from wm.domains.content import Content
from wm.domains.discovery import tastes
from wm.domains.discovery.ranking import Candidate
from wm.kernel.db import db
from wm.kernel.paging import Page, encode

PAGE = 24
KINDS = ("course", "resource", "premium")
FEATURES = (
    Content.id,
    Content.person_id,
    Content.category_id,
    Content.published_at,
    Content.views,
    Content.likes,
    Content.comments,
    Content.saves,
    Content.reposts,
    (Content.description != "").label("is_described"),
)


class Choice(NamedTuple):
    """What a viewer narrows a feed to; nothing is everything."""

    kind: str = ""
    category_id: int | None = None

    @property
    def name(self) -> str:
        """A short name for keys; empty for everything."""
        return f":{self.kind}.{self.category_id or ''}" if any(self) else ""


ALL = Choice()


def wanted(viewer, choice: Choice = ALL) -> Select:
    """Return a SELECT of the ids that may stand in a feed before `viewer`: nothing muted, nothing they want less of."""
    ids = content.listed(viewer)
    if choice.kind == "premium":
        ids = ids.where(Content.visibility == "members")  # what money opens comes with money
    elif choice.kind:
        ids = ids.where(Content.kind == choice.kind)
    if choice.category_id:
        ids = ids.where(Content.category_id == choice.category_id)
    if viewer.id is None:
        return ids
    ids = ids.where(Content.person_id.not_in(graph.muted_ids(viewer)), Content.id.not_in(tastes.unwanted(viewer)))
    if choice.category_id:
        return ids
    quiet = tastes.muted_categories(viewer)
    return ids.where(or_(Content.category_id.is_(None), Content.category_id.not_in(quiet)))


def of_followed(ids: Select, viewer) -> Select:
    """Narrow `ids` to the people whom `viewer` follows."""
    return ids.where(Content.person_id.in_(graph.followed_ids(viewer)))


def features(chosen) -> list[Candidate]:
    """Return the candidates whose ids the subquery `chosen` gives, in one statement."""
    rows = db.session.execute(select(*FEATURES).join(chosen, chosen.c.id == Content.id))
    return [Candidate(*row) for row in rows]


def cut(ids: list[int], visible: Select, moment: int, place: int, size: int) -> Page:
    """Return a page from `place` of a kept list, without what `viewer` may not, or no longer, see."""
    near = ids[place : place + 3 * size] if place >= 0 else []
    shown = _seen(near, visible, place)
    if len(shown) <= size and len(near) == 3 * size:
        shown = _seen(ids[place:], visible, place)
    following = encode((moment, shown[size - 1][0] + 1)) if len(shown) > size else None
    return Page([each for _, each in shown[:size]], following)


def _seen(ids: list[int], visible: Select, place: int) -> list[tuple[int, int]]:
    """Return (place in the list, id) of those that are visible."""
    seen = set(db.session.scalars(visible.where(Content.id.in_(ids)))) if ids else set()
    return [(position, each) for position, each in enumerate(ids, place) if each in seen]
