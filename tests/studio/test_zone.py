"""Times that one types: in one's own zone, also in the nights in which clocks are changed."""

from datetime import UTC, datetime

import pytest

from tests.studio.test_edit import WELL, at
from tests.studio.test_films import playable
from wm.domains import content
from wm.kernel import clock


@pytest.mark.parametrize(
    ("typed", "meant", "shown"),
    [
        ("2027-01-10T09:30", "2027-01-10T08:30", "2027-01-10T09:30"),
        ("2027-03-28T02:30", "2027-03-28T01:30", "2027-03-28T03:30"),  # skipped
        ("2026-10-25T02:30", "2026-10-25T00:30", "2026-10-25T02:30"),  # twice
    ],
)
def test_a_set_time_is_in_the_makers_zone(as_ada, ada, piece, again, typed, meant, shown):
    playable(piece)
    ada.time_zone = "Europe/Berlin"
    clock.shift(datetime(2026, 9, 1, tzinfo=UTC) - datetime.now(UTC))

    as_ada.post(at(piece), data=WELL | {"release": "later", "publish_at": typed})

    assert again(piece.public_id).publish_at == datetime.fromisoformat(meant).replace(tzinfo=UTC)
    page = as_ada.get(at(piece)).text
    assert "Time (Europe/Berlin)" in page
    assert f'value="{shown}"' in page


def test_the_second_of_two_equal_hours_stays_when_the_rest_is_changed(as_ada, ada, piece, again):
    playable(piece)
    ada.time_zone = "Europe/Berlin"
    clock.shift(datetime(2026, 9, 1, tzinfo=UTC) - datetime.now(UTC))
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    content.schedule(content.with_row_id(piece.id), second)

    as_ada.post(at(piece), data=WELL | {"title": "Tide", "release": "later", "publish_at": "2026-10-25T02:30"})

    assert again(piece.public_id).publish_at == second
