"""Who earns rewards: so many long films that are out, and so many followers; counted anew at every cycle."""

from collections.abc import Collection
from datetime import datetime
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import people, platform
from wm.domains.content import Content
from wm.domains.graph import Follow
from wm.domains.media import Film
from wm.domains.rewards.events import EligibilityChanged
from wm.domains.rewards.models import Standing
from wm.domains.rewards.rules import Needed, needed
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

SITE = SimpleNamespace(id=None)  # the actor of what nobody decided


class Meter(NamedTuple):
    """How far somebody is: long films and followers, beside how many are needed of each."""

    films: int
    followers: int
    films_needed: int
    followers_needed: int

    @property
    def is_met(self) -> bool:
        """Whether that is enough."""
        return self.films >= self.films_needed and self.followers >= self.followers_needed


def meter(person_id: int) -> Meter:
    """Return how far somebody is at this moment."""
    rule = needed()
    films, followers = _films(rule, [person_id]), _followers([person_id])
    return Meter(films.get(person_id, 0), followers.get(person_id, 0), rule.films, rule.followers)


def standing(person_id: int) -> Standing | None:
    """Return how a creator stood at the last count, None before the first."""
    return db.session.get(Standing, person_id)


def check() -> list[int]:
    """Count for everybody who has long films or stands somewhere; returns the row ids of those whose standing changed."""
    rule = needed()
    films = _films(rule)
    known = {row.person_id: row for row in db.session.scalars(select(Standing).with_for_update())}
    candidates = {each for each, number in films.items() if number >= rule.films} | known.keys()
    followers, now, changed = _followers(candidates), clock.now(), []
    for person_id in sorted(candidates):
        found = Meter(films.get(person_id, 0), followers.get(person_id, 0), rule.films, rule.followers)
        if _note(known.get(person_id), person_id, found, now):
            changed.append(person_id)
    db.session.flush()
    return changed


def _note(row: Standing | None, person_id: int, found: Meter, now: datetime) -> bool:
    """Write down what was counted; whether the standing is another than before, which is announced and audited."""
    was_eligible = row is not None and row.is_eligible
    if row is None:
        row = Standing(person_id=person_id, since=now)
        db.session.add(row)
    row.is_eligible, row.films, row.followers, row.checked_at = found.is_met, found.films, found.followers, now
    if was_eligible == found.is_met:
        return False
    row.since = now
    event = "reward.eligible" if found.is_met else "reward.paused"
    platform.audit(event, SITE, f"person:{person_id}", films=found.films, followers=found.followers)
    record(EligibilityChanged(person_id, found.is_met))
    return True


def _films(rule: Needed, person_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return how many long films each creator has out for everybody."""
    shortest = rule.long_seconds * 1000
    wanted = select(Content.person_id, func.count()).join(Film, Film.id == Content.film_id)
    wanted = wanted.where(Content.state == "published", Content.visibility == "public", Film.duration_ms >= shortest)
    wanted = wanted if person_ids is None else wanted.where(Content.person_id.in_(person_ids))
    return dict(db.session.execute(wanted.group_by(Content.person_id)).all())


def _followers(person_ids: Collection[int]) -> dict[int, int]:
    """Return how many people with an open account follow each of these, from the rows themselves."""
    follower = people.Person
    wanted = select(Follow.followed_id, func.count()).join(follower, follower.id == Follow.follower_id)
    wanted = wanted.where(Follow.followed_id.in_(person_ids), follower.closed_at.is_(None))
    return dict(db.session.execute(wanted.group_by(Follow.followed_id)).all())
