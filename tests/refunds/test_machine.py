"""Hundreds of steps in any order leave the books as simple arithmetic says; a broken build does not get through."""

from tests.refunds import machine

STEPS = 150


def test_whatever_happens_no_cent_is_missing(app):
    found = machine.run(app, STEPS)

    assert found["said"] == ""
    assert found["steps"] >= STEPS
