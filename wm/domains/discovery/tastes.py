"""What a person has said about their feed: muted categories, less like this, personal or not; and what they did."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Select, delete, func, insert, literal, select, union_all

from wm.domains import categories, engagement, graph
from wm.domains.content import Content
from wm.domains.discovery.models import CategoryMute, FeedTaste, LessLike
from wm.domains.discovery.ranking import NOBODY, Profile
from wm.kernel import cache, clock
from wm.kernel.db import UTCDateTime, after_commit, db, ignoring_duplicates

REMEMBERED = 200
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def muted_categories(viewer) -> Select:
    """Return a SELECT of the ids of the categories that `viewer` has muted."""
    return select(CategoryMute.category_id).where(CategoryMute.person_id == viewer.id)


def unwanted(viewer) -> Select:
    """Return a SELECT of the ids of the pieces that `viewer` wants less of."""
    return select(LessLike.content_id).where(LessLike.person_id == viewer.id)


def wants_less(viewer, piece) -> bool:
    """Whether `viewer` has said that they want less of `piece`."""
    return (
        viewer.id is not None and db.session.scalar(unwanted(viewer).where(LessLike.content_id == piece.id)) is not None
    )


def is_personal(viewer) -> bool:
    """Whether the feed of `viewer` may learn from what they do."""
    taste = db.session.get(FeedTaste, viewer.id) if viewer.id else None
    return viewer.id is not None and (taste is None or taste.is_personal)


def muted_by(viewer) -> list:
    """Return the categories that `viewer` has muted."""
    chosen = set(db.session.scalars(muted_categories(viewer)))
    return [category for category in categories.all_in_order() if category.id in chosen]


def profile(viewer) -> Profile:
    """Return what the ranking may know of `viewer`: nothing of visitors, nor of who has switched it off."""
    if viewer.id is None:
        return NOBODY
    rows = db.session.execute(_signals(viewer)).all()
    chosen = {what: [row for row in rows if row.what == what] for what in ("off", "follows", "did", "less")}
    if chosen["off"]:
        return NOBODY
    return Profile(
        followed=frozenset(row.person_id for row in chosen["follows"]),
        people=_shares(row.person_id for row in chosen["did"]),
        categories=_shares(row.category_id for row in chosen["did"] if row.category_id),
        less_people=frozenset(row.person_id for row in chosen["less"]),
        less_categories=frozenset(row.category_id for row in chosen["less"] if row.category_id),
    )


def _signals(viewer) -> Select:
    """Select (what, person, category) of all that counts since the feed began to learn, in one statement.

    There is a row "off" when `viewer` has switched it off."""
    taste = select(FeedTaste).where(FeedTaste.person_id == viewer.id)
    off = taste.where(FeedTaste.is_personal.is_(False)).with_only_columns(FeedTaste.person_id)
    follows, since = graph.followed_ids(viewer), taste.with_only_columns(FeedTaste.since).scalar_subquery()
    deeds = _deeds(viewer, func.coalesce(since, literal(EVER, UTCDateTime)))
    whom = (_told(what, ids.subquery().c[0]) for what, ids in (("off", off), ("follows", follows)))
    return union_all(*whom, *(_of(what, ids) for what, ids in deeds))


def _told(what: str, person_id) -> Select:
    return select(literal(what).label("what"), person_id.label("person_id"), literal(0).label("category_id"))


def _deeds(viewer, since) -> Iterable[tuple[str, Select]]:
    watch, like = engagement.Watch, engagement.Like
    for table, moment in ((watch, watch.updated_at), (like, like.created_at)):
        mine = select(table.content_id).where(table.person_id == viewer.id, moment > since)
        yield "did", mine.order_by(table.id.desc()).limit(REMEMBERED)
    yield "less", unwanted(viewer).order_by(LessLike.id.desc()).limit(REMEMBERED)


def _of(what: str, ids: Select) -> Select:
    chosen = ids.subquery()
    found = select(literal(what).label("what"), Content.person_id, Content.category_id)
    return found.join(chosen, chosen.c.content_id == Content.id)


def _shares(ids: Iterable[int]) -> dict[int, float]:
    """Return {id: how often, over how often the most frequent one}."""
    counted = Counter(ids)
    most = max(counted.values(), default=1)
    return {each: count / most for each, count in counted.items()}


def mute_category(viewer, category) -> None:
    """Keep a category out of `viewer`'s feeds."""
    values = {"person_id": viewer.id, "category_id": category.id}
    db.session.execute(ignoring_duplicates(insert(CategoryMute)).values(**values))
    _anew(viewer)


def unmute_category(viewer, category) -> None:
    """Let a category into `viewer`'s feeds again."""
    mine = CategoryMute.person_id == viewer.id, CategoryMute.category_id == category.id
    db.session.execute(delete(CategoryMute).where(*mine))
    _anew(viewer)


def less_like(viewer, piece) -> None:
    """Take `piece` out of `viewer`'s feeds and let what is like it sink."""
    values = {"person_id": viewer.id, "content_id": piece.id, "created_at": clock.now()}
    db.session.execute(ignoring_duplicates(insert(LessLike)).values(**values))
    _anew(viewer)


def not_less_like(viewer, piece) -> None:
    """Undo `less_like`."""
    db.session.execute(delete(LessLike).where(LessLike.person_id == viewer.id, LessLike.content_id == piece.id))
    _anew(viewer)


def personalise(viewer, is_on: bool) -> None:
    """Let the feed learn from what `viewer` does, or stop it."""
    _taste(viewer).is_personal = is_on
    _anew(viewer)


def reset(viewer) -> None:
    """Forget all that the feed has learned: it starts anew from this moment."""
    _taste(viewer).since = clock.now()
    for table in (CategoryMute, LessLike):
        db.session.execute(delete(table).where(table.person_id == viewer.id))
    _anew(viewer)


def _taste(viewer) -> FeedTaste:
    taste = db.session.get(FeedTaste, viewer.id) or FeedTaste(person_id=viewer.id, is_personal=True)
    db.session.add(taste)
    return taste


def _anew(viewer) -> None:
    after_commit(lambda: cache.forget(f"feed-now:{viewer.id}"))
