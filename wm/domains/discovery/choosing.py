"""What may stand in a feed before somebody, and what the ranking looks at of it."""

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, bindparam, or_, select

from wm.domains import content, entitlements, graph
from wm.domains.content import Content
from wm.domains.discovery import tastes
from wm.domains.discovery.ranking import Candidate
from wm.domains.discovery.stamps import Mark, marked, packed, unpacked
from wm.kernel import along
from wm.kernel.db import Id, db
from wm.kernel.paging import Page, encode

PAGE = 24
SPARE = 6  # looked at beyond a page, for what may not be seen any more
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
        ids = ids.where(Content.id.in_(entitlements.locked_ids()))
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


def marked_features(chosen, viewer) -> dict[Candidate, Mark]:
    """Return the same with the marks of each before `viewer`, so that a page of them needs not ask for those."""
    rows = db.session.execute(marked(select(*FEATURES).join(chosen, chosen.c.id == Content.id), viewer))
    return {Candidate(*each): Mark(each[0], changed, part) for *each, changed, part in rows}


@dataclass(frozen=True)
class Shown(Page):
    """A page of row ids, and their marks (see stamps), so that nobody needs to ask for those again."""

    marks: dict[int, Mark]


def cut(ids: list[int], viewer, choice: Choice, moment: int, place: int, size: int) -> Shown:
    """Return a page from `place` of a kept list, without what `viewer` may not, or no longer, see."""
    near = ids[place : place + size + SPARE] if place >= 0 else []
    marks = _seen(near, viewer, choice)
    if len(marks) <= size and len(near) == size + SPARE:
        near = ids[place:]
        marks = _seen(near, viewer, choice)
    return page_of(near, marks, moment, place, size)


def page_of(near: list[int], marks: dict[int, Mark], moment: int, place: int, size: int) -> Shown:
    """Return a page of those of `near`, which begins at `place` of a list, that have a mark: they may be seen."""
    shown = [(position, each) for position, each in enumerate(near, place) if each in marks]
    following = encode((moment, shown[size - 1][0] + 1)) if len(shown) > size else None
    return Shown([each for _, each in shown[:size]], following, marks)


def bring(ids: list[int], person_id: int, choice: Choice, place: int, size: int) -> None:
    """Let the statement that says who is looking answer too what of such a page they may see, should it be this person."""
    if near := ids[place : place + size + SPARE]:
        along.bring(_question(near, person_id, choice))


def _seen(ids: list[int], viewer, choice: Choice) -> dict[int, Mark]:
    """Return the marks of those that are wanted."""
    if not ids:
        return {}
    return unpacked(along.answer(_question(ids, viewer.id, choice)))


def _question(ids: list[int], person_id: int | None, choice: Choice) -> along.Question:
    whose = {"viewer_id": person_id} if person_id else {}
    name = ("seen", person_id, choice, tuple(ids))
    return along.Question(name, _wanted_among(person_id is not None, choice), {"ids": ids} | whose)


@lru_cache(maxsize=256)
def _wanted_among(is_signed_in: bool, choice: Choice) -> ScalarSelect:
    """Return the marks of those `ids` (bound) that `viewer_id` (bound) wants: to build it takes as long as to run it."""
    anybody = SimpleNamespace(id=bindparam("viewer_id", type_=Id) if is_signed_in else None)
    return packed(wanted(anybody, choice).where(Content.id.in_(bindparam("ids", expanding=True))), anybody)
