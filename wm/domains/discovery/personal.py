"""For you: a few hundred candidates, ranked by the formula, kept as a list that pages are cut from.

The list is named by its moment; a cursor is that moment and a place in the list, so pages neither repeat nor skip while
new things arrive. When Redis has forgotten a list, it is made again as of the same moment."""

from datetime import UTC, datetime

from sqlalchemy import select, union

from wm.domains.content import Content
from wm.domains.discovery import tastes, weights
from wm.domains.discovery.choosing import (
    ALL,
    FEATURES,
    PAGE,
    Choice,
    Shown,
    bring,
    cut,
    marked_features,
    of_followed,
    page_of,
    wanted,
)
from wm.domains.discovery.ranking import Candidate, Profile, parts, ranked
from wm.domains.discovery.stamps import Mark
from wm.domains.discovery.trends import LONGEST, SNAPSHOT_SECONDS, trending_ids
from wm.kernel import cache, clock
from wm.kernel.db import db
from wm.kernel.paging import decode

SOME = 120
TURN_SECONDS = 120
MICRO = 1_000_000


def for_you(viewer, cursor: str | None = None, choice: Choice = ALL, size: int = PAGE) -> Shown:
    """Return a page of what the ranking thinks that `viewer` would like to see."""
    whose = f"{viewer.id or 0}{choice.name}"
    moment, place, ids = _kept(whose, cursor)
    if ids is not None:
        return cut(ids, viewer, choice, moment, place, size)
    marks = _picked(viewer, choice, moment)
    ids = list(marks)
    cache.put(f"feed:{whose}:{moment}", ids, SNAPSHOT_SECONDS)
    if not cursor:
        cache.put(f"feed-now:{whose}", [moment, ids], TURN_SECONDS)
    return page_of(ids[place:] if place >= 0 else [], marks, moment, place, size)


def foresee(person_id: int, cursor: str | None = None, choice: Choice = ALL, size: int = PAGE) -> None:
    """Prepare the page of For you for this person, should it be them who is looking; nothing is told yet."""
    _, place, ids = _kept(f"{person_id}{choice.name}", cursor, cache.peek)
    bring(ids or [], person_id, choice, place, size)


def _kept(whose: str, cursor: str | None, ask=cache.get) -> tuple[int, int, list[int] | None]:
    """Return the moment of a list, the place in it, and the list when it is kept; without a cursor, the one of this turn."""
    if place := decode(cursor, int, int):
        return *place, ask(f"feed:{whose}:{place[0]}")
    moment, ids = ask(f"feed-now:{whose}") or (_microseconds(), None)
    return moment, 0, ids


def _microseconds() -> int:
    return int(clock.now().timestamp() * MICRO)


def rank(viewer, by) -> list[tuple]:
    """Return (candidate, points) pairs for `viewer`, best first, with the weights `by`."""
    now, known = clock.now(), tastes.profile(viewer)
    return ranked(_candidates(viewer, ALL, now, known), known, by, now)


def _picked(viewer, choice: Choice, moment: int) -> dict[int, Mark]:
    """Return the marks of what `viewer` is shown, by row id, best first, as of `moment` (epoch µs)."""
    now, known = datetime.fromtimestamp(moment / MICRO, UTC), tastes.profile(viewer)
    found = _candidates(viewer, choice, now, known)
    best = ranked(found, known, weights.present(), now)[:LONGEST]
    return {piece.id: found[piece] for piece, _points in best}


def _candidates(viewer, choice: Choice, now: datetime, known: Profile) -> dict[Candidate, Mark]:
    """Return a few hundred pieces, in one statement: new, trending, of followed people, of favourite categories."""
    out = wanted(viewer, choice).where(Content.published_at <= now)
    newest = out.order_by(Content.published_at.desc(), Content.id.desc()).limit(SOME)
    public = newest.where(Content.visibility == "public")  # has its order in an index
    branches = [public, out.where(Content.id.in_(trending_ids("day")[:SOME]))]
    if known.followed:
        branches.append(of_followed(newest, viewer))
    liked = sorted(known.categories, key=known.categories.get, reverse=True)[:3]
    branches += [public.where(Content.category_id == each).limit(SOME // 2) for each in liked]
    return marked_features(union(*(select(branch.subquery().c.id) for branch in branches)).subquery(), viewer)


def why(viewer, piece: Content) -> dict[str, float]:
    """Return the points of `piece` before `viewer` at this moment, by part of the formula."""
    found = db.session.execute(select(*FEATURES).where(Content.id == piece.id)).one()
    return parts(Candidate(*found), tastes.profile(viewer), weights.present(), clock.now())
