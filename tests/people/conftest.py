"""What tests about people share."""

import pytest

from wm.kernel import clock


@pytest.fixture(autouse=True)
def a_full_hour():
    """Begin at a full hour, so that no test happens to straddle two windows of a counter."""
    left = clock.timedelta(seconds=3600 - int(clock.now().timestamp()) % 3600)
    clock.shift(left)
    yield left
    clock.shift(clock.timedelta(0))


@pytest.fixture
def later(a_full_hour):
    """Move the clock so much past the beginning of the test."""
    return lambda **by: clock.shift(a_full_hour + clock.timedelta(**by))
