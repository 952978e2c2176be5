"""Cursors come back as they went; secrets never reach a log line."""

import logging
from datetime import UTC, datetime

import pytest

from wm.kernel import logs, paging
from wm.kernel.errors import NotFound

pytestmark = pytest.mark.once


def test_a_cursor_comes_back_as_it_went():
    place = (datetime(2026, 11, 21, 10, 0, 0, 123456, UTC), 42)

    assert paging.decode(paging.encode(place), datetime, int) == place


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "WzEsMl0x", "bnVsbA", "é"])
def test_a_made_up_cursor_is_not_found(cursor):
    with pytest.raises(NotFound):
        paging.decode(cursor, datetime, int)


def test_a_page_knows_whether_more_follows():
    assert paging.cut([3, 2, 1], 2, lambda n: (n,)).next == paging.encode((2,))
    assert paging.cut([2, 1], 2, lambda n: (n,)).next is None
    assert paging.cut([], 2, lambda n: (n,)).items == []


@pytest.mark.parametrize(
    "line",
    [
        "password=CANARY",
        'form {"password": "CANARY"}',
        "Authorization: Bearer CANARY",
        "GET /reset/CANARYCANARYCANARYCANARY",
        "mysql+pymysql://wm:CANARY@db/wm",
        "csrf_token=CANARY&x=1",
        "Cookie: CANARY",
    ],
)
def test_secrets_are_masked(line):
    record = logging.LogRecord("x", logging.INFO, "", 0, line, (), None)
    logs.Masked().filter(record)

    assert "CANARY" not in record.getMessage()
