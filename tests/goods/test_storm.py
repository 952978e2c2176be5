"""The last ones are sold once (trust M19), however many want them; `storm.py` takes the counts."""

import pytest

from tests.goods import storm


@pytest.fixture
def is_mysql(app, request):
    return request.config.getoption("--database") == "mysql"


def test_the_last_keys_are_sold_once_and_nobody_else_is_charged(app, is_mysql):
    found = storm.last_keys(app, buyers=24, keys=5, threads=8 if is_mysql else 3)

    assert found == {
        "sold": 5,
        "refused": 19,
        "charged": 5,
        "wrongly_charged": 0,
        "distinct_keys": 5,
        "owners": 5,
        "off_by": 0,
        "findings": 0,
    }


def test_the_last_uses_of_a_code_count_once(app, is_mysql):
    found = storm.last_uses(app, buyers=16, uses=3, threads=8 if is_mysql else 3)

    assert found == {"sold": 3, "refused": 13, "charged": 3, "wrongly_charged": 0, "off_by": 0, "findings": 0}


def test_a_build_without_locks_would_sell_a_key_twice(app, on_a_server):
    with storm.unlocked():
        found = storm.last_keys(app, buyers=24, keys=12, threads=8)

    assert found["distinct_keys"] < found["sold"]
