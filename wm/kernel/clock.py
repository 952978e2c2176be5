"""What time it is, in one place so that tests can say otherwise."""

import time
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
