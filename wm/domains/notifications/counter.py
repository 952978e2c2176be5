"""The number in the bell: kept in the cache, told to every open page at once."""

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace

from sqlalchemy import ScalarSelect, bindparam, func, select

from wm.domains.notifications.queries import unread_ids
from wm.kernel import along, cache, live
from wm.kernel.db import Id, after_commit

KEPT_SECONDS = 600
MOST = 100  # nobody reads a larger number; counting stops there


def unread(person) -> int:
    """Return how many notifications `person` has not read, at most MOST."""
    if person.id is None:
        return 0
    kept = cache.get(count_key(person.id))
    return kept if kept is not None else count(person)


def count(person) -> int:
    """Count anew, and keep the number."""
    number = along.answer(unread_asked(person.id))
    cache.put(count_key(person.id), number, KEPT_SECONDS)
    return number


def unread_asked(person_id: int) -> along.Question:
    """Return the question how many this person has not read, for who asks several at once."""
    return along.Question(count_key(person_id), _counting(), {"viewer_id": person_id})


@lru_cache(maxsize=1)
def _counting() -> ScalarSelect:
    """Return the number for the person whom `viewer_id` binds: to build it takes longer than to run it."""
    anybody = SimpleNamespace(id=bindparam("viewer_id", type_=Id))
    return select(func.count()).select_from(unread_ids(anybody).limit(MOST).subquery()).scalar_subquery()


def changed(person_ids: Iterable[int]) -> None:
    """Once the present transaction holds, forget the numbers of these people and tell their open pages."""
    ids = list(person_ids)
    if ids:
        after_commit(lambda: _announce(ids))


def _announce(ids: list[int]) -> None:
    cache.forget(*map(count_key, ids))
    live.publish_to_all(map(channel, ids), "bell")


def count_key(person_id: int) -> str:
    """Return where a person's number is kept."""
    return f"notif_count:{person_id}"


def channel(person_id: int) -> str:
    """Return the live channel of everything that is for one person alone."""
    return f"me:{person_id}"
