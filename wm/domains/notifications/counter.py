"""The number in the bell: kept in the cache, told to every open page at once."""

from collections.abc import Iterable

from sqlalchemy import func, select

from wm.domains.notifications.queries import unread_ids
from wm.kernel import cache, live
from wm.kernel.db import after_commit, db

KEPT_SECONDS = 600
MOST = 100  # nobody reads a larger number; counting stops there


def unread(person) -> int:
    """Return how many notifications `person` has not read, at most MOST."""
    if person.id is None:
        return 0
    kept = cache.get(key(person.id))
    return kept if kept is not None else count(person)


def count(person) -> int:
    """Count anew, and keep the number."""
    some = unread_ids(person).limit(MOST).subquery()
    number = db.session.scalar(select(func.count()).select_from(some)) or 0
    cache.put(key(person.id), number, KEPT_SECONDS)
    return number


def changed(person_ids: Iterable[int]) -> None:
    """Once the present transaction holds, forget the numbers of these people and tell their open pages."""
    ids = list(person_ids)
    if ids:
        after_commit(lambda: _announce(ids))


def _announce(ids: list[int]) -> None:
    cache.forget(*map(key, ids))
    live.publish_to_all(map(channel, ids), "bell")


def key(person_id: int) -> str:
    """Return where a person's number is kept."""
    return f"notif_count:{person_id}"


def channel(person_id: int) -> str:
    """Return the live channel of everything that is for one person alone."""
    return f"me:{person_id}"
