"""Merging categories: piece by piece, then the addresses."""

from jobs import long_job
from wm.domains import categories, content
from wm.kernel.db import retried, transaction


@long_job("maintenance", timeout=1800)
def merge(category_id: int, into_id: int) -> None:
    """Move what is in a category into another, a few pieces at a time, and close it; again changes nothing."""
    if not retried(lambda: _may_begin(into_id)):
        return
    while retried(lambda: _moved(category_id, into_id)):
        pass
    retried(lambda: _closed(category_id, into_id))


def _may_begin(into_id: int) -> bool:
    with transaction():
        return categories.find(into_id) is not None


def _moved(category_id: int, into_id: int) -> int:
    with transaction():
        return content.reshelve(category_id, into_id)


def _closed(category_id: int, into_id: int) -> None:
    """What has come in since the last look moves in the same transaction."""
    with transaction():
        content.reshelve(category_id, into_id)
        categories.close(category_id, into_id)
