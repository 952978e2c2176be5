"""Where periods end, and what the rest of one is worth: dates and sums, nothing else."""

import random
from datetime import UTC, datetime, timedelta

from wm.domains.memberships import periods


def day(year, month, number, hour=9):
    return datetime(year, month, number, hour, 30, tzinfo=UTC)


def test_months_keep_the_day_of_the_anchor_and_shorter_ones_end_on_their_last():
    anchor = day(2027, 1, 31)

    ends = [periods.after(anchor, months) for months in range(1, 6)]

    assert ends == [day(2027, 2, 28), day(2027, 3, 31), day(2027, 4, 30), day(2027, 5, 31), day(2027, 6, 30)]


def test_a_leap_day_comes_back_when_there_is_one():
    anchor = day(2028, 2, 29)

    assert periods.after(anchor, 1) == day(2028, 3, 29)
    assert [periods.after(anchor, 12 * years) for years in (1, 2, 3, 4)] == [
        day(2029, 2, 28),
        day(2030, 2, 28),
        day(2031, 2, 28),
        day(2032, 2, 29),
    ]


def test_december_is_followed_by_january():
    assert periods.after(day(2026, 12, 15, hour=23), 1) == day(2027, 1, 15, hour=23)
    assert periods.after(day(2026, 12, 31), 14) == day(2028, 2, 29)


def test_the_rest_of_a_period_is_counted_by_whole_days_with_today():
    starts, ends = day(2027, 4, 1), day(2027, 5, 1)

    assert periods.days_left(starts, ends, starts) == (30, 30)
    assert periods.days_left(starts, ends, day(2027, 4, 16, hour=23)) == (15, 30)
    assert periods.days_left(starts, ends, day(2027, 5, 2)) == (0, 30)
    assert periods.rest(1500, starts, ends, day(2027, 4, 16)) == 750


def test_what_is_over_and_what_is_left_make_the_price_to_the_cent():
    dice = random.Random(4)
    for _ in range(5000):
        starts = day(2026, 1, 1) + timedelta(days=dice.randrange(2000))
        ends, price = periods.after(starts, dice.choice((1, 12))), dice.randrange(1, 100_000)
        now = starts + (ends - starts) * dice.random()
        left, whole = periods.days_left(starts, ends, now)
        rest = periods.rest(price, starts, ends, now)

        assert abs(rest * whole - price * left) < whole
        assert 0 <= periods.difference(price // 2, price, starts, ends, now) <= price - price // 2
        assert periods.difference(price, price // 2, starts, ends, now) == 0


def test_what_failed_is_tried_again_after_one_three_and_five_days_and_never_at_once():
    ends = day(2027, 3, 1)

    assert [periods.next_try(ends, n, ends) for n in (1, 2, 3, 4)] == [
        day(2027, 3, 2),
        day(2027, 3, 4),
        day(2027, 3, 6),
        None,
    ]
    assert periods.next_try(ends, 1, day(2027, 3, 9)) == day(2027, 3, 9) + periods.SLACK
