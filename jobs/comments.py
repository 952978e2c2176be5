"""Counting comments: soon after something was said, and all of them at night."""

from functools import partial

from jobs import job, long_job
from wm.domains import comments
from wm.kernel.db import retried, transaction


@job("low")
def recount(content_id: int) -> None:
    """Make a piece's number of comments what it is."""
    comments.recount(content_id)


@long_job("maintenance", timeout=1800)
def reconcile() -> None:
    """Prove every number against the rows and put right what is wrong, a few at a time."""
    _each(comments.wrong_pieces, comments.recount)
    _each(comments.wrong_comments, comments.put_right)


def _each(wrong, right) -> None:
    after = 0
    while found := retried(partial(_batch, wrong, right, after)):
        after = found[-1]


def _batch(wrong, right, after: int) -> list[int]:
    with transaction():
        found = wrong(after)
        for each in found:
            right(each)
    return found
