"""The search: pieces by words, in an order that pages can go on from, with how many there are of each kind."""

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Select, select

from wm.domains import content, graph, people
from wm.domains.content import Content
from wm.domains.discovery import timely, words
from wm.domains.discovery.choosing import PAGE, Choice, Shown
from wm.domains.discovery.stamps import Mark, marked
from wm.kernel import cache, clock
from wm.kernel.db import db
from wm.kernel.paging import decode, encode

SECONDS = 600
PEOPLE = 6
HALF = timedelta(days=90)
WHOLE = 1_000_000


@dataclass(frozen=True)
class Found:
    """A page of row ids, and how many pieces of each kind and category hold the words ({} without words)."""

    page: Shown
    kinds: dict[str, int] = field(default_factory=dict)
    categories: dict[int, int] = field(default_factory=dict)
    is_all: bool = True


def search(typed: str, viewer, kind: str = "", category_id: int | None = None, cursor: str | None = None) -> Found:
    """Return the pieces that hold every word of `typed` and that `viewer` may see, best first; no words: the newest."""
    if not words.tokens(typed):
        return Found(timely.latest(viewer, cursor, Choice(kind, category_id)))
    pairs = matching(typed)
    seen = _visible(viewer, pairs)
    chosen = [row for row in seen if _fits(row, kind, category_id)]
    if len(pairs) >= words.MOST and (kind or category_id):
        pairs = matching(typed, kind, category_id)
        chosen = _visible(viewer, pairs)
    return Found(
        _page(dict(pairs), chosen, cursor),
        Counter(row.kind for row in seen if _fits(row, "", category_id)),
        Counter(row.category_id for row in seen if row.category_id and _fits(row, kind, None)),
        is_all=len(pairs) < words.MOST,
    )


def _fits(row, kind: str, category_id: int | None) -> bool:
    return (not kind or row.kind == kind) and (not category_id or row.category_id == category_id)


def matching(typed: str, kind: str = "", category_id: int | None = None) -> list[tuple[int, float]]:
    """Return the matches for everybody, kept for ten minutes; who may see them is asked every time."""
    asked = " ".join([*words.tokens(typed), "|", kind, str(category_id or "")])
    key = f"search:{hashlib.sha256(asked.encode()).hexdigest()[:32]}"
    narrowed = _narrowed(kind, category_id)
    return [tuple(pair) for pair in cache.through(key, SECONDS, lambda: words.matches(typed, narrowed=narrowed))]


def _narrowed(kind: str, category_id: int | None) -> Select | None:
    if not kind and not category_id:
        return None
    ids = select(Content.id).where(Content.state == "published")
    ids = ids.where(Content.kind == kind) if kind else ids
    return ids.where(Content.category_id == category_id) if category_id else ids


def _visible(viewer, pairs: list[tuple[int, float]]) -> list:
    ids = [each for each, _ in pairs]
    columns = Content.kind, Content.category_id, Content.published_at, Content.views
    found = content.listed(viewer).where(Content.id.in_(ids)).add_columns(*columns)
    return db.session.execute(marked(found, viewer)).all() if ids else []


def _page(points: dict[int, float], rows: list, cursor: str | None) -> Shown:
    """Cut a page by (score, id): what was shown before does not come again, whatever is found since."""
    scored = sorted(((_score(points[row.id], row), row.id) for row in rows), reverse=True)
    if place := decode(cursor, int, int):
        scored = [each for each in scored if each < place]
    shown = scored[:PAGE]
    marks = {row.id: Mark(row.id, row.changed, row.part) for row in rows}
    return Shown([each for _, each in shown], encode(shown[-1]) if len(scored) > PAGE else None, marks)


def _score(points: float, row) -> int:
    """Words count most; then what is seen much, and what is young."""
    young = 0.5 ** ((clock.now() - row.published_at).days / HALF.days)
    return int((3 * points + math.log10(1 + row.views) / 4 + young) * WHOLE)


def found_people(typed: str, viewer) -> list:
    """Return at most six people whose name or handle holds every word, none that `viewer` and they have put apart."""
    ids = [each for each, _ in words.matches(typed, of_people=True)[: PEOPLE * 4]]
    exact = people.by_name(typed.strip()) if typed.strip() and "@" not in typed.strip()[1:] else None
    found = people.by_ids(ids) | ({exact.id: exact} if exact else {})
    hidden = set(db.session.scalars(graph.hidden_ids(viewer))) if viewer.id and found else set()
    order = sorted(found, key=lambda each: (exact is None or each != exact.id, ids.index(each) if each in ids else 0))
    return [found[each] for each in order if each not in hidden][:PEOPLE]
