"""Hundreds of steps in any order leave the books as simple arithmetic says; a broken build does not get through."""

import pytest

from tests.refunds import machine

STEPS = 150


def test_whatever_happens_no_cent_is_missing(app):
    found = machine.run(app, STEPS)

    assert found["said"] == ""
    assert found["steps"] >= STEPS


@pytest.mark.once
def test_a_build_that_gives_back_more_than_is_left_is_noticed(app):
    found = machine.run_broken(app, 1500)

    assert found["broken"] == 1
