"""The weights of the ranking as an admin has set them: read through the cache, changed with an audit record."""

from typing import Any

from sqlalchemy import delete, select

from wm.domains import platform
from wm.domains.discovery.models import RankingWeight
from wm.domains.discovery.ranking import LIMITS, Weights, as_dict
from wm.kernel import along, cache
from wm.kernel.db import after_commit, db
from wm.kernel.errors import Invalid

SECONDS = 60
WEIGHTS = along.Question("ranking:weights", along.packed(select(RankingWeight.name, RankingWeight.value)), {})


def present() -> Weights:
    """Return the weights in force."""
    return Weights(**cache.through(WEIGHTS.name, SECONDS, _kept))


def _kept() -> dict[str, float]:
    rows = along.unpacked(along.answer(WEIGHTS))
    return as_dict(Weights()) | {name: float(value) for name, value in rows if name in LIMITS}


def checked(given: dict[str, Any]) -> Weights:
    """Return weights from what somebody typed; what is not given stays as it is. Raises Invalid (422)."""
    values, wrong = as_dict(present()), {}
    for name in given.keys() & LIMITS.keys():
        low, high = LIMITS[name]
        try:
            values[name] = float(given[name])
        except ValueError:
            values[name] = float("nan")
        if not low <= values[name] <= high:
            wrong[name] = [f"Enter a number from {low:g} to {high:g}."]
    if wrong:
        raise Invalid(fields=wrong)
    return Weights(**values)


def change(given: dict[str, Any], by) -> Weights:
    """Put new weights in force and write down who did it. Raises Invalid (422)."""
    before, after = as_dict(present()), checked(given)
    changed = {name: [before[name], value] for name, value in as_dict(after).items() if value != before[name]}
    db.session.execute(delete(RankingWeight).where(RankingWeight.name.in_(changed)))
    db.session.add_all(RankingWeight(name=name, value=value) for name, (_, value) in changed.items())
    if changed:
        platform.audit("ranking.changed", by, "ranking", **changed)
    db.session.flush()
    after_commit(lambda: cache.forget(WEIGHTS.name))
    return after
