"""Which renditions a film gets."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wm.domains.media import ladder


def sizes(width, height):
    return [(rung.name, rung.width, rung.height) for rung in ladder.rungs(width, height)]


@pytest.mark.parametrize(
    ("film", "rungs"),
    [
        ((1920, 1080), [("v360", 640, 360), ("v480", 854, 480), ("v720", 1280, 720), ("v1080", 1920, 1080)]),
        ((3840, 2160), [("v360", 640, 360), ("v480", 854, 480), ("v720", 1280, 720), ("v1080", 1920, 1080)]),
        ((1080, 1920), [("v360", 360, 640), ("v480", 480, 854), ("v720", 720, 1280), ("v1080", 1080, 1920)]),
        ((1280, 720), [("v360", 640, 360), ("v480", 854, 480), ("v720", 1280, 720)]),
        ((1279, 719), [("v360", 640, 360), ("v480", 854, 480), ("v720", 1278, 718)]),
        ((1920, 800), [("v360", 864, 360), ("v480", 1152, 480), ("v720", 1728, 720)]),
        ((1000, 1000), [("v360", 360, 360), ("v480", 480, 480), ("v720", 720, 720)]),
        ((640, 360), [("v360", 640, 360)]),
        ((641, 359), [("v360", 640, 358)]),
        ((320, 180), [("v180", 320, 180)]),
        ((181, 321), [("v180", 180, 320)]),
        ((16, 16), [("v16", 16, 16)]),
        ((3600, 360), [("v360", 3600, 360)]),
    ],
)
def test_rungs_follow_the_short_side(film, rungs):
    assert sizes(*film) == rungs


def test_the_rates_are_those_that_were_measured():
    assert [(rung.target, rung.peak) for rung in ladder.rungs(1920, 1080)] == [
        (700_000, 1_050_000),
        (1_200_000, 1_800_000),
        (2_500_000, 3_750_000),
        (4_500_000, 6_750_000),
    ]


def test_a_small_film_gets_fewer_bits_than_the_lowest_step():
    (small,) = ladder.rungs(320, 180)

    assert (small.target, small.peak) == (175_000, 262_500)


@given(st.integers(16, 8192), st.integers(16, 8192))
def test_no_rung_is_enlarged_odd_or_out_of_shape(width, height):
    if max(width, height) > 10 * min(width, height):
        return
    rungs = ladder.rungs(width, height)

    assert [rung.step for rung in rungs] == sorted({rung.step for rung in rungs})
    for rung in rungs:
        assert rung.width <= width
        assert rung.height <= height
        assert rung.width % 2 == rung.height % 2 == 0
        short, long = sorted((rung.width, rung.height))
        true = Fraction(max(width, height) * short, min(width, height))
        assert abs(long - true) <= 2
        assert (rung.width >= rung.height) == (width >= height) or rung.width == rung.height


@pytest.mark.parametrize(
    ("fps", "is_variable", "rate"),
    [
        (Fraction(30000, 1001), False, Fraction(30000, 1001)),
        (Fraction(25), False, Fraction(25)),
        (Fraction(1), False, Fraction(1)),
        (Fraction(120), False, Fraction(60)),
        (Fraction(1000), False, Fraction(60)),
        (Fraction(297, 10), True, Fraction(30)),
        (Fraction(8), True, Fraction(24)),
        (Fraction(90), True, Fraction(60)),
    ],
)
def test_the_rate_is_the_films_own_up_to_sixty(fps, is_variable, rate):
    assert ladder.frame_rate(fps, is_variable) == rate
