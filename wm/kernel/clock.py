"""What time it is, in one place so that tests can say otherwise."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta(0)


def now() -> datetime:
    """Return the present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC) + _shift


def monotonic() -> float:
    """Return seconds on a clock that never jumps; only differences mean anything."""
    return time.monotonic()


def shift(by: timedelta) -> None:
    """Move the clock for tests; `timedelta(0)` puts it right again."""
    global _shift
    _shift = by


@contextmanager
def earlier(by: timedelta) -> Iterator[None]:
    """Let it be so much earlier in this process: for what tells a past before it serves anybody."""
    global _shift
    before, _shift = _shift, _shift - by
    try:
        yield
    finally:
        _shift = before
