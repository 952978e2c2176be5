"""Does several things at once that have nothing to do with each other, such as running programs."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def side_by_side(tasks: Sequence[Callable[[], Any]], most: int) -> list[Any]:
    """Return what each of `tasks` returns, in their order, `most` of them done at a time; they ask no database.

    The first in order that fails is raised, when all that had begun are over."""
    if most < 2 or len(tasks) < 2:
        return [task() for task in tasks]
    with ThreadPoolExecutor(most) as pool:
        begun = [pool.submit(task) for task in tasks]
        try:
            return [each.result() for each in begun]
        finally:
            pool.shutdown(cancel_futures=True)
