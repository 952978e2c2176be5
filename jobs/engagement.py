"""Draining the stream of beats into places and views; counting likes, saves and reposts; proving the counts at night."""

from functools import partial

from jobs import job, long_job
from wm.domains import content, engagement, rewards
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
        rewards.keep(beats)
        engagement.forget_old_views()


@long_job("default", timeout=120)
def recount() -> None:
    """Count every piece that was liked, saved or reposted since the last time, batch by batch."""
    while retried(partial(_written, engagement.recount)):
        pass


@long_job("maintenance", timeout=1800)
def reconcile() -> None:
    """Prove all counts against their rows, batch by batch, and mend what is wrong."""
    last, _ = retried(partial(_written, engagement.reconcile))
    while last:
        last, _ = retried(partial(_written, engagement.reconcile, last))
    while retried(partial(_written, content.viewing.forget_old_days)):
        pass


def _written(deed, *args):
    with transaction():
        return deed(*args)


@job("default")
def count_original(content_id: int) -> None:
    """Have the reposts of what a piece reposts counted anew."""
    originals = [piece.repost_of_id for piece in content.in_order([content_id])]
    engagement.touch(each for each in originals if each is not None)
