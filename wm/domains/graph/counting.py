"""Counts of followers: kept beside each person, counted anew after every change and proven every night."""

from collections.abc import Iterable

from sqlalchemy import func, select

from wm.domains import people
from wm.domains.graph.models import Follow

BATCH = 500


def recount(ids: Iterable[int]) -> int:
    """Count the follows of these people from the rows; returns how many counts were wrong."""
    rows = select(func.count()).select_from(Follow)
    followers = rows.where(Follow.followed_id == people.Person.id).scalar_subquery()
    following = rows.where(Follow.follower_id == people.Person.id).scalar_subquery()
    return people.count_follows(ids, followers, following)


def recount_after(last: int) -> int | None:
    """Count the next few people after row `last` anew; returns the row to go on after, None at the end."""
    ids = people.ids_after(last, BATCH)
    if not ids:
        return None
    recount(ids)
    return ids[-1]
