"""Days that lie behind the demo: what happened then happens again, in its order, while the clock says so."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import NamedTuple

from wm.domains import earnings, memberships
from wm.kernel import clock, facts
from wm.kernel.db import db

FIRST = 232  # days ago
STEP = 4  # days between two looks at what is due; a membership that waits longer than five ends
AT_ONCE = 50


class Deed(NamedTuple):
    """Something that somebody did so many days ago."""

    days_ago: int
    do: Callable[[], object]


def deed(days_ago: int, what: Callable, *args, **more) -> Deed:
    """Return what is to be done on that day."""
    return Deed(days_ago, partial(what, *args, **more))


def live(deeds: Iterable[Deed]) -> None:
    """Do all of it, the oldest first; memberships renew and earnings settle on the way, and nobody is told any more."""
    looks = [Deed(days_ago, _look) for days_ago in range(FIRST, -1, -STEP)]
    in_order = sorted([*looks, *deeds], key=lambda each: -each.days_ago)
    with facts.unheard():
        for days_ago, of_that_day in groupby(in_order, key=lambda each: each.days_ago):
            with clock.earlier(timedelta(days=days_ago)):
                for each in of_that_day:
                    each.do()
    db.session.flush()


def _look() -> None:
    for membership_id in memberships.due(AT_ONCE):
        memberships.turn(membership_id)
    while earnings.settle_due():
        pass
