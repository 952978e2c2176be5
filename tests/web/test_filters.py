"""How values look: times, numbers, sizes, links."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from wm.kernel import clock
from wm.web import filters
from wm.web.viewer import VISITOR

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1 K"),
        (1250, "1.2 K"),
        (12_431, "12.4 K"),
        (123_456, "123 K"),
        (999_999, "999 K"),
        (3_000_000, "3 M"),
    ],
)
def test_numbers_are_short(number, shown):
    assert filters.short(number) == shown


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0:00"), (None, "0:00"), (7_400, "0:07"), (187_000, "3:07"), (3_723_000, "1:02:03")]
)
def test_lengths_read_like_a_clock(ms, shown):
    assert filters.duration(ms) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (812_000, "812 KB"), (1_400_000_000, "1.4 GB"), (None, "0 bytes")],
)
def test_sizes_are_short(size, shown):
    assert filters.filesize(size) == shown


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (5, "just now"),
        (65, "1 minute ago"),
        (7300, "2 hours ago"),
        (90_000, "yesterday"),
        (86400 * 10, "10 days ago"),
        (86400 * 400, "1 year ago"),
    ],
)
def test_times_are_relative_with_the_exact_one_on_hover(app, back, words):
    with app.test_request_context():
        shown = filters.ago({}, clock.now() - timedelta(seconds=back))

    assert f">{words}</time>" in shown
    assert "UTC" in shown


def test_the_exact_time_is_that_of_the_viewers_clock():
    noon, reader = datetime(2026, 11, 3, 12, 0, tzinfo=UTC), SimpleNamespace(time_zone="Asia/Kolkata")

    assert 'title="3 Nov 2026, 12:00 UTC"' in filters.ago({}, noon)
    assert 'title="3 Nov 2026, 17:30 (Asia/Kolkata)"' in filters.ago({"viewer": reader}, noon)
    assert 'title="3 Nov 2026, 12:00 UTC"' in filters.ago({"viewer": VISITOR}, noon)


def test_text_is_escaped_and_its_links_are_safe():
    shown = filters.links('<b>hi</b> https://example.org/a?b=1&c=2 "quoted"\njavascript:alert(1)')

    assert "<b>" not in shown
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener"' in shown
    assert "<br>" in shown
    assert 'href="javascript' not in shown


def test_time_codes_seek():
    shown = filters.links("0:05 start, 1:02:03 end, 12:99 no, 2026-11-21 10:20:30:40 no")

    assert '<a href="?t=5" data-seek="5">0:05</a>' in shown
    assert '<a href="?t=3723" data-seek="3723">1:02:03</a>' in shown
    assert shown.count("data-seek") == 2


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        'https://x.org/"onmouseover=alert(1)',
        "http://<svg onload=x>",
    ],
)
def test_hostile_text_stays_text(payload):
    shown = str(filters.links(payload))

    assert "<script" not in shown
    assert "<img" not in shown
    assert "<svg" not in shown
    assert '"onmouseover' not in shown
