"""Badges of members beside the names of those who comment: looked up for a whole page at once."""

from collections.abc import Iterable

from flask import g

from wm.domains import memberships


def look_up(maker_id: int, person_ids: Iterable[int]) -> None:
    """Learn, in one statement, which of these people are members of a maker; in none when the maker has no tiers."""
    ids = set(person_ids)
    if ids and has_tiers(maker_id):
        found = memberships.badges(maker_id, ids)
        _known().update({(maker_id, person_id): found.get(person_id) for person_id in ids})


def tier_of(maker_id: int, person_id: int) -> memberships.Tier | None:
    """Return the tier of somebody with a maker, None for whoever is no member."""
    if not has_tiers(maker_id):
        return None
    if (maker_id, person_id) not in _known():
        look_up(maker_id, [person_id])
    return _known().get((maker_id, person_id))


def has_tiers(maker_id: int) -> bool:
    """Whether one can be a member of somebody; asked once in a request."""
    known = g.setdefault("with_tiers", {})
    if maker_id not in known:
        known[maker_id] = memberships.has_tiers(maker_id)
    return known[maker_id]


def _known() -> dict[tuple[int, int], memberships.Tier | None]:
    return g.setdefault("member_tiers", {})
