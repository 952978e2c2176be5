"""Draining the stream of beats into places and views."""

from functools import partial

from jobs import long_job
from wm.domains import engagement
from wm.kernel.db import retried, transaction


@long_job("default", timeout=120)
def drain() -> None:
    """Keep every beat that waits, batch by batch; a batch is acknowledged once it is committed."""
    while beats := engagement.waiting():
        retried(partial(_keep, list(beats.values())))
        engagement.acknowledge(beats)


def _keep(beats: list[engagement.Beat]) -> None:
    with transaction():
        engagement.keep(beats)
        engagement.forget_old_views()
