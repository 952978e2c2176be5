"""What clocks say and mean: also in the night in which they are changed."""

from datetime import UTC, datetime

import pytest

from wm.kernel import zones


@pytest.mark.parametrize(
    ("said", "name", "meant"),
    [
        ("2026-11-21T09:30", "UTC", "2026-11-21T09:30"),
        ("2026-11-21T09:30", "Asia/Dhaka", "2026-11-21T03:30"),
        ("2026-07-01T09:30", "Europe/Berlin", "2026-07-01T07:30"),
        ("2026-03-29T01:59", "Europe/Berlin", "2026-03-29T00:59"),
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30"),  # skipped: it is 3:30 then
        ("2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30"),  # twice: the first of the two
        ("2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45"),  # half an hour comes twice there
    ],
)
def test_a_clock_means_one_moment(said, name, meant):
    assert zones.moment(datetime.fromisoformat(said), name) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [("00:30", "02:30"), ("01:30", "02:30"), ("02:30", "03:30")],
)
def test_a_moment_of_the_night_with_an_hour_more_is_said_as_the_clock_says_it(moment, said):
    found = zones.local(datetime.fromisoformat(f"2026-10-25T{moment}+00:00"), "Europe/Berlin")

    assert found == datetime.fromisoformat(f"2026-10-25T{said}")


def test_what_is_skipped_in_spring_comes_back_as_what_the_clock_says_then():
    said = datetime.fromisoformat("2026-03-29T02:30")

    assert zones.local(zones.moment(said, "Europe/Berlin"), "Europe/Berlin").hour == 3


@pytest.mark.parametrize("name", ["", None, "Mars/Base", "../../etc/passwd", "localtime", "posixrules"])
def test_a_zone_that_is_none_is_utc(name):
    assert zones.known(name) == "UTC"
    assert zones.zone(name) is UTC


def test_there_are_the_zones_of_the_world_and_each_fits():
    assert zones.names()[0] == "UTC"
    assert {"Europe/Berlin", "Asia/Dhaka", "America/New_York"} < set(zones.names())
    assert len(zones.names()) == len(set(zones.names()))
