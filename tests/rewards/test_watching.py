"""Watching that is rewarded (A1): never more than the wall's clock, each milestone once, whatever a player says."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.films import published
from wm.domains import rewards
from wm.domains.engagement import Beat
from wm.domains.rewards import watching
from wm.domains.rewards.models import Milestone, Progress, WatchClock
from wm.kernel import clock
from wm.kernel.db import db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTES = 4


@pytest.fixture
def long_film(ada):
    piece = published(ada, "How a river remembers")
    piece.film.duration_ms = MINUTES * 60_000
    db.session.commit()
    return piece


@pytest.fixture
def now(app):
    """Accounts of the cast are made two days before what they watch."""
    clock.shift(NOON - datetime.now(UTC) - timedelta(days=2))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def eligible(now, ada):
    db.session.add(rewards.Standing(person_id=ada.id, is_eligible=True, films=5, followers=50))
    db.session.commit()
    return ada


def beat(person, piece, second, position=None, state="playing"):
    place = 1000 * (second if position is None else position)
    at = NOON + timedelta(seconds=second)
    return Beat(at, piece.id, f"person:{person.id}", person.id, min(place, piece.film.duration_ms), 1, state)


def honest(person, piece, seconds, start=0):
    return [beat(person, piece, start + n, n) for n in range(0, seconds + 1, 10)]


def reached():
    rows = db.session.execute(db.select(Milestone.name, Milestone.points, Milestone.refused).order_by(Milestone.id))
    return [tuple(row) for row in rows]


def watched(person):
    rows = db.session.scalars(db.select(Progress.watched_ms).where(Progress.person_id == person.id))
    return sum(rows) // 1000


def test_an_honest_viewing_reaches_all_three(eligible, ben, long_film):
    rewards.keep(honest(ben, long_film, 240))

    assert watched(ben) == 240
    assert reached() == [("start", 30, ""), ("half", 90, ""), ("end", 108, "")]


def test_the_same_beats_again_add_nothing(eligible, ben, long_film):
    said = honest(ben, long_film, 240)
    for _ in range(3):
        rewards.keep(said)
    rewards.keep(reversed(said))

    assert (watched(ben), len(reached())) == (240, 3)


def test_a_second_viewing_in_the_same_month_adds_no_milestone(eligible, ben, long_film):
    rewards.keep(honest(ben, long_film, 240))
    rewards.keep(honest(ben, long_film, 240, start=1000))

    assert len(reached()) == 3


def test_a_jump_to_the_end_is_no_watching(eligible, ben, long_film):
    rewards.keep([beat(ben, long_film, 0, 0), beat(ben, long_film, 1, 239), beat(ben, long_film, 2, 240, "ended")])

    assert watched(ben) <= 2
    assert reached() == []


def test_a_silence_and_a_pause_are_no_watching(eligible, ben, long_film):
    rewards.keep([beat(ben, long_film, 0, 0), beat(ben, long_film, 200, 200)])
    rewards.keep([beat(ben, long_film, 210, 210, "paused"), beat(ben, long_film, 220, 220)])

    assert watched(ben) == 25


def test_a_film_that_stands_still_is_not_watched(eligible, ben, long_film):
    rewards.keep([beat(ben, long_film, n, 5) for n in range(0, 240, 10)])

    assert (watched(ben), reached()) == (0, [])


def test_ten_films_at_once_bring_no_more_than_one(eligible, ada, ben, long_film):
    films = [long_film] + [published(ada, f"Film {n}") for n in range(9)]
    for piece in films:
        piece.film.duration_ms = MINUTES * 60_000
    db.session.commit()
    said = [each for piece in films for each in honest(ben, piece, 120)]
    rewards.keep(said)

    assert watched(ben) <= 120
    assert sum(points for _, points, _ in reached()) <= 120


def test_forged_beats_never_bring_more_than_the_wall_clock(eligible, ada, ben, long_film):
    chance = random.Random(7)
    other = published(ada, "Another film")
    other.film.duration_ms = 90_000
    db.session.commit()
    for _ in range(40):
        said = []
        for _ in range(50):
            piece = chance.choice((long_film, other))
            state = chance.choice(("playing", "playing", "paused", "ended"))
            said.append(beat(ben, piece, chance.randrange(600), chance.randrange(300), state))
        rewards.keep(said)

    first, last = NOON, NOON + timedelta(seconds=600)
    assert watched(ben) <= (last - first).total_seconds()
    assert sum(points for _, points, _ in reached()) <= watched(ben)
    assert len({name for name, *_ in reached()}) <= 3


def test_a_day_of_a_viewer_has_an_end(eligible, ben, long_film):
    progress = Progress(watched_ms=0, position_ms=0, is_playing=True, last_at=NOON)
    own = WatchClock(until=NOON, day=NOON.date(), day_ms=rewards.DAY_MOST - 4000)

    gained = watching.went_on(progress, own, beat(ben, long_film, 10))

    assert (gained, own.day_ms) == (4000, rewards.DAY_MOST)


def test_who_makes_a_film_and_who_is_not_signed_in_bring_nothing(eligible, ada, long_film):
    visitor = [
        Beat(NOON + timedelta(seconds=n), long_film.id, "near:x", None, n * 1000, 1, "playing") for n in range(60)
    ]
    rewards.keep(honest(ada, long_film, 240) + visitor)

    assert db.session.scalar(db.select(db.func.count()).select_from(Progress)) == 0


def test_a_short_film_brings_nothing(eligible, ada, ben):
    short = published(ada, "Short")
    rewards.keep(honest(ben, short, 20))

    assert reached() == []


def test_a_young_account_reaches_milestones_that_do_not_count(eligible, ben, long_film):
    ben.created_at = NOON - timedelta(hours=3)
    db.session.commit()
    rewards.keep(honest(ben, long_film, 60))

    assert reached() == [("start", 30, "young")]


def test_a_creator_who_is_not_eligible_gathers_nothing(now, ben, long_film):
    rewards.keep(honest(ben, long_film, 60))

    assert reached() == [("start", 30, "creator")]
    assert rewards.open_points(clock.now() + timedelta(days=9)) == {}


@pytest.mark.parametrize("seconds", [10, 60, 61, 240, 3600, 4 * 3600])
def test_points_are_seconds_that_were_watched(seconds):
    needed, points = rewards.thresholds(seconds * 1000), rewards.points(seconds * 1000)

    total = 0
    for name in ("start", "half", "end"):
        total += points[name]
        assert total * 1000 <= needed[name]
    assert total <= rewards.FILM_MOST
