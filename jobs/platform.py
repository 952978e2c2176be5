"""Keeping the plant room tidy."""

from datetime import timedelta

from jobs import job
from wm.domains import platform
from wm.kernel import clock, limits, quarantine

DONE_ROWS_KEPT = timedelta(days=7)


@job("maintenance", timeout=120)
def tidy() -> None:
    """Forget job rows that were done a week ago, attempt counters whose time is over, deeds nobody agreed to."""
    quarantine.forget_done(before=clock.now() - DONE_ROWS_KEPT)
    limits.forget_old()
    platform.expire_proposals()
