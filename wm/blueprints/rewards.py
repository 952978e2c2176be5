"""The published formula of rewards, with the numbers that it runs on today."""

from flask import Blueprint, Response, current_app

from wm.domains import rewards
from wm.web.hypermedia import page
from wm.web.viewer import public

bp = Blueprint("rewards", __name__)
EXAMPLE = 10 * 60_000  # a film of ten minutes
SHOWN = 7


@bp.get("/rewards")
@public
def show() -> Response:
    return page("rewards/show.html", "rewards/_cycles.html", **numbers(), cycles=rewards.cycles(size=SHOWN).items)


def numbers() -> dict:
    """Return what the formula is made of: settings, the pool, and what a film of ten minutes brings."""
    settings, needed = current_app.config, rewards.needed()
    return {
        "films_needed": needed.films,
        "followers_needed": needed.followers,
        "long_seconds": needed.long_seconds,
        "day_percent": settings["REWARD_DAY_BASIS_POINTS"] / 100,
        "hour_most": settings["REWARD_HOUR_MOST"],
        "hours_a_day": rewards.DAY_MOST // 3_600_000,
        "film_most": rewards.FILM_MOST,
        "milestones": _milestones(),
        "pool": rewards.in_the_pool(),
    }


def _milestones() -> list[tuple[str, int, int]]:
    """Return (name, after so many seconds, points) of each milestone of the example."""
    needed, points = rewards.thresholds(EXAMPLE), rewards.points(EXAMPLE)
    return [(name, needed[name] // 1000, points[name]) for name in needed]
