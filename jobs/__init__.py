"""What happens after the answer: one module per domain; each job's name says the fact or the deed."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import NamedTuple

from wm.kernel import job as rows

TOOLS = ("worker", "sweeper", "schedule", "subscriptions", "pool")


class Known(NamedTuple):
    """A job that workers may run: its function, its wall clock in seconds, and whether it runs without a transaction."""

    run: Callable[..., None]
    timeout: int
    is_long: bool


known: dict[str, Known] = {}


def job(queue: str, timeout: int = 60) -> Callable:
    """Make a function a job that runs in one transaction, committed together with the row's `done`."""
    return lambda run: _register(run, queue, Known(run, timeout, is_long=False))


def long_job(queue: str, timeout: int) -> Callable:
    """Make a function a job that opens its own short transactions; its lease is renewed while it works."""
    return lambda run: _register(run, queue, Known(run, timeout, is_long=True))


def _register(run: Callable, queue: str, what: Known) -> Callable:
    kind = f"{run.__module__.removeprefix('jobs.')}.{run.__name__}"
    rows.route(kind, queue)
    known[kind] = what
    return run


def load() -> None:
    """Import every module of jobs, so that all kinds and their queues are known."""
    for module in pkgutil.iter_modules(__path__):
        if module.name not in TOOLS:
            importlib.import_module(f"jobs.{module.name}")
