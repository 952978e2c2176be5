"""A creator's rewards: how far it is to earn them, what today brings so far, what was paid, and what does not count."""

from datetime import timedelta

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.studio import bp as door
from wm.domains import content, rewards
from wm.kernel import clock
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer

LATELY = timedelta(days=30)
WHOLE = 100


@door.get("/rewards", endpoint="rewards")
@signed_in
def index() -> Response:
    found = rewards.paid_to(viewer().id, request.args.get("after"))
    next_url = url_for("studio.rewards", after=found.next) if found.next else None
    known = {"paid": found.items, "next_url": next_url, "is_first": "after" not in request.args}
    return page("rewards/studio.html", "rewards/_paid.html", **known, **_meter(), **_watching())


@door.get("/rewards/meter", endpoint="rewards_meter")
@signed_in
def meter() -> Response:
    return page("rewards/meter.html", "rewards/_meter.html", **_meter())


def _meter() -> dict:
    person_id = viewer().id
    return {
        "meter": rewards.meter(person_id),
        "standing": rewards.standing(person_id),
        "outlook": rewards.outlook(person_id),
    }


def _watching() -> dict:
    """Return the last two weeks as bars (height in per cent), the best films of a month, and what did not count."""
    person_id, since = viewer().id, clock.now() - LATELY
    days = rewards.days(person_id)
    most = max([day.points + day.refused for day in days] + [1])
    films = rewards.best_films(person_id, since)
    pieces = {piece.id: piece for piece in content.in_order(each for each, _points in films)}
    return {
        "days": [(day, day.points * WHOLE // most, day.refused * WHOLE // most) for day in days],
        "films": [(pieces[each], points) for each, points in films if each in pieces],
        "refused": [(why(name), points) for name, points in rewards.refused_points(person_id, since).items()],
    }


def why(name: str) -> str:
    """Return in words why points do not count."""
    return {
        "creator": _("You did not have the films and the followers at that moment"),
        "young": _("By accounts younger than a day"),
        "circle": _("By accounts that sign in from where you do"),
        "clock": _("By accounts that watched nothing but you, round the clock"),
    }[name]
