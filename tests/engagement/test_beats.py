"""What a row of beats says: pure rules, no database."""

from datetime import timedelta

import pytest

from wm.domains.engagement import Beat
from wm.domains.engagement.beats import Seen, after
from wm.kernel import clock

WINDOW = timedelta(hours=6)
START = clock.now()

pytestmark = pytest.mark.once


def beat(second, position=None, state="playing", film=60):
    return Beat(
        at=START + timedelta(seconds=second),
        content_id=1,
        viewer="key:a",
        person_id=None,
        position_ms=int((second if position is None else position) * 1000),
        duration_ms=film * 1000,
        state=state,
    )


def views(*beats):
    return after(Seen(), beats, WINDOW).views


def test_ten_seconds_of_playing_are_a_view():
    assert views(beat(0), beat(10)) == 1


def test_less_than_ten_seconds_of_a_long_film_are_none():
    assert views(beat(0), beat(9.9, state="left")) == 0


def test_thirty_percent_of_a_short_film_are_a_view():
    assert views(beat(0, film=5), beat(1.5, film=5, state="ended")) == 1
    assert views(beat(0, film=5), beat(1.4, film=5, state="ended")) == 0


def test_saying_that_one_is_far_does_not_shorten_the_time():
    assert views(beat(0), beat(1, position=59, state="ended")) == 0


def test_time_in_a_pause_is_no_watching():
    assert views(beat(0), beat(2, state="paused"), beat(300, position=2), beat(302, position=4, state="left")) == 0


def test_a_player_that_stands_still_is_no_watching():
    assert views(beat(0), beat(10, position=0), beat(20, position=0), beat(30, position=0)) == 0


def test_a_long_silence_counts_as_one_beat_at_most():
    seen = after(Seen(), [beat(0), beat(600, position=30)], WINDOW)

    assert seen.views == 1
    assert after(Seen(), [beat(0, film=3600), beat(600, position=9)], WINDOW).watched_ms == 0


def test_watching_on_for_hours_is_one_view_in_the_window():
    assert views(*(beat(second, film=9000) for second in range(0, 5400, 10))) == 1


def test_the_same_viewer_counts_again_when_the_window_is_over():
    later = WINDOW.total_seconds() + 20

    assert views(beat(0), beat(10), beat(later - 30, position=1), beat(later - 15, position=16)) == 1
    assert views(beat(0), beat(10), beat(later, position=1), beat(later + 10, position=11)) == 2


def test_small_looks_far_apart_do_not_add_up():
    looks = [beat(0), beat(5, state="left"), beat(4000, position=5), beat(4006, position=11, state="left")]

    assert views(*looks) == 0


def test_beats_that_were_seen_before_change_nothing():
    once = after(Seen(), [beat(0), beat(10)], WINDOW)

    again = after(Seen(**{**vars(once), "views": 0}), [beat(0), beat(10)], WINDOW)

    assert again.views == 0
    assert (again.last_at, again.watched_ms, again.counted_at) == (once.last_at, once.watched_ms, once.counted_at)


@pytest.mark.parametrize(
    ("second", "state", "part", "finished"),
    [(0, "playing", 0, False), (30, "paused", 50, False), (57, "paused", 95, True), (12, "ended", 20, True)],
)
def test_a_film_is_finished_at_its_end_or_its_credits(second, state, part, finished):
    told = beat(second, state=state)

    assert (told.part, told.is_finished) == (part, finished)
