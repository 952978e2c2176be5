"""Beats become places and views, each once, whatever breaks on the way."""

from datetime import timedelta

import pytest

from jobs import engagement as jobs
from tests.films import published
from wm.domains import engagement
from wm.domains.engagement import Audience, Beat, View, Watch
from wm.kernel import clock
from wm.kernel import redis as kernel_redis
from wm.kernel.db import db, transaction


def beat(film, second, person=None, viewer="key:a", state="playing", position=None):
    return Beat(
        at=clock.now() + timedelta(seconds=second - 3600),
        content_id=film.id,
        viewer=f"person:{person.id}" if person else viewer,
        person_id=person.id if person else None,
        position_ms=int((second if position is None else position) * 1000),
        duration_ms=20_000,
        state=state,
    )


def keep(*beats):
    with transaction():
        return engagement.keep(beats)


def views_of(film):
    db.session.expire_all()
    return db.session.get(type(film), film.id).views


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


@pytest.fixture
def silt(ada):
    return published(ada, "What silt sounds like")


def test_watching_makes_one_view_and_one_place(ben, river):
    counted = keep(beat(river, 0, ben), beat(river, 10, ben))

    assert counted == 1
    assert views_of(river) == 1
    assert engagement.resume_at(ben, river) == 10.0
    assert engagement.parts(ben, [river.id]) == {river.id: 50}


def test_the_same_beats_twice_add_nothing(ben, river):
    beats = [beat(river, 0, ben), beat(river, 10, ben)]

    keep(*beats)
    counted = keep(*beats)

    assert counted == 0
    assert views_of(river) == 1
    assert db.session.scalar(db.select(db.func.count(Watch.id))) == 1
    assert db.session.scalar(db.select(db.func.count(View.id))) == 1


def test_a_view_may_arrive_in_two_batches(river):
    first = keep(beat(river, 0))
    second = keep(beat(river, 10, state="left"))

    assert (first, second) == (0, 1)
    assert views_of(river) == 1


def test_many_viewers_of_many_films_are_counted_in_one_go(river, silt):
    beats = [beat(film, second, viewer=f"key:{n}") for n in range(40) for film in (river, silt) for second in (0, 10)]

    counted = keep(*beats)

    assert counted == 80
    assert (views_of(river), views_of(silt)) == (40, 40)


def test_a_late_beat_does_not_move_a_place_back(ben, river):
    keep(beat(river, 15, ben))
    keep(beat(river, 5, ben))

    assert engagement.resume_at(ben, river) == 15.0


def test_a_finished_film_starts_over(ben, river):
    keep(beat(river, 0, ben), beat(river, 20, ben, state="ended"))

    assert engagement.resume_at(ben, river) == 0.0
    assert engagement.parts(ben, [river.id]) == {river.id: 100}
    assert engagement.unfinished(ben) == []


def test_a_deleted_film_does_not_hold_up_the_others(ben, river, silt):
    gone = beat(silt, 10, ben)
    db.session.delete(db.session.get(type(silt), silt.id))
    db.session.commit()

    keep(beat(river, 0, ben), gone, beat(river, 10, ben))

    assert views_of(river) == 1
    assert db.session.scalar(db.select(db.func.count(Watch.id))) == 1


def test_a_visitor_leaves_no_history(river):
    keep(beat(river, 0), beat(river, 10))

    assert db.session.scalar(db.select(db.func.count(Watch.id))) == 0


def test_the_drain_empties_the_stream_and_counts(app, ben, river):
    for second in (0, 10):
        assert engagement.append(beat(river, second, ben))

    jobs.drain()

    assert engagement.resume_at(ben, river) == 10.0
    assert engagement.waiting() == {}
    assert _stream_length(app) == 0


def test_beats_of_a_drain_that_died_are_taken_up(app, ben, river, monkeypatch):
    engagement.append(beat(river, 7, ben))
    assert len(engagement.waiting()) == 1  # taken, never acknowledged

    assert engagement.waiting() == {}
    monkeypatch.setattr("wm.domains.engagement.stream.ABANDONED_MS", 0)
    jobs.drain()

    assert engagement.resume_at(ben, river) == 7.0
    assert _stream_length(app) == 0


def test_a_crash_between_commit_and_acknowledgement_counts_nothing_twice(app, river, monkeypatch):
    for second in (0, 10):
        engagement.append(beat(river, second))
    _spread(app, seconds=10)
    monkeypatch.setattr("wm.domains.engagement.stream.ABANDONED_MS", 0)
    monkeypatch.setattr(engagement, "acknowledge", _die)
    with pytest.raises(RuntimeError):
        jobs.drain()
    assert views_of(river) == 1
    monkeypatch.undo()
    monkeypatch.setattr("wm.domains.engagement.stream.ABANDONED_MS", 0)

    jobs.drain()

    assert views_of(river) == 1
    assert _stream_length(app) == 0


def test_without_redis_a_beat_is_lost_quietly_and_quickly(app, river):
    app.config["REDIS_URL"] = "unix:///nowhere/redis.sock"
    started = clock.monotonic()

    assert engagement.append(beat(river, 0)) is False
    assert clock.monotonic() - started < 0.5


def test_viewers_are_forgotten_once_their_window_is_over(river):
    keep(beat(river, 0), beat(river, 10))
    assert engagement.forget_old_views() == 0

    clock.shift(timedelta(hours=8))

    assert engagement.forget_old_views() == 1
    assert views_of(river) == 1


def test_a_new_key_does_not_make_a_new_viewer_but_an_old_one_does(app):
    fresh = [_somebody(engagement.audience.new_key(f"192.0.{n}.0/24")) for n in range(2)]
    assert fresh[0].viewer == fresh[1].viewer == _somebody("").viewer

    clock.shift(timedelta(hours=6, minutes=1))

    assert len({each.viewer for each in fresh}) == 2
    assert not any(each.needs_key for each in fresh)


def test_browsers_of_one_network_that_rename_themselves_are_a_few_viewers(app):
    crowd = {_somebody("", browser=f"Browser {n}").viewer for n in range(500)}

    assert len(crowd) == engagement.audience.SEATS


def test_keys_that_a_network_hoards_are_a_bounded_number_of_viewers(app):
    hoard = [engagement.new_key("192.0.2.0/24") for _ in range(2000)]

    clock.shift(timedelta(hours=12))

    assert len({_somebody(key).viewer for key in hoard}) <= engagement.audience.KEYS


def test_renaming_a_browser_at_every_visit_adds_a_few_views_to_a_film(river):
    names = [_somebody("", browser=f"Browser {n}").viewer for n in range(100)]

    keep(*(beat(river, second, viewer=name) for name in names for second in (0, 10)))

    assert views_of(river) <= engagement.audience.SEATS


def test_a_forged_key_is_worth_nothing(app):
    forged = _somebody("abcdefghijklmnop.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")

    assert forged.viewer == _somebody("").viewer
    assert forged.needs_key


def test_no_address_stands_in_what_a_viewer_is_called(app):
    assert "192.0.2" not in _somebody("").viewer
    assert len(_somebody("").viewer) <= engagement.models.VIEWER_LENGTH


def _somebody(key, browser="Firefox"):
    return Audience(person_id=None, key=key, network="192.0.2.0/24", browser=browser)


def _die(*_):
    raise RuntimeError("the worker was killed here")


def _redis(app):
    return kernel_redis.connect(app.config["REDIS_URL"], 2.0)


def _stream_length(app):
    return _redis(app).xlen("engagement:beats")


def _spread(app, seconds):
    """Give the last beat of the stream a time so many seconds after the first, as if they had come like that."""
    client = _redis(app)
    (first, _), (last, fields) = client.xrange("engagement:beats")
    client.xdel("engagement:beats", last)
    client.xadd("engagement:beats", fields, id=f"{int(first.split(b'-')[0]) + seconds * 1000}-0")
