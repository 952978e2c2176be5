"""Hundreds of steps in any order leave the books as simple arithmetic says; a broken build does not get through."""

import pytest

from tests.refunds import machine
from wm.kernel.db import db

STEPS = {"sqlite": 150, "mysql": 50}  # the second database is asked for the same deeds, and less often


def test_whatever_happens_no_cent_is_missing(app):
    steps = STEPS[db.engine.dialect.name]

    found = machine.run(app, steps)

    assert found["said"] == ""
    assert found["steps"] >= steps


@pytest.mark.once
def test_a_build_that_gives_back_more_than_is_left_is_noticed(app):
    found = machine.run_broken(app, 1500)

    assert found["broken"] == 1
