"""Builds of the site that leak on purpose: whoever looks for leaks must find theirs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from sqlalchemy import select

from wm.domains import content, entitlements
from wm.domains.content import policy, queries
from wm.domains.discovery import choosing


@contextmanager
def everything_is_listed() -> Iterator[None]:
    """Every published piece stands in every list, and every page opens."""
    everything = select(content.Content.id).where(content.Content.state == "published")
    with ExitStack() as stack, built_anew():
        stack.enter_context(patch.object(content, "listed", lambda viewer=None: everything))
        stack.enter_context(patch.object(queries, "listed", lambda viewer=None: everything))
        stack.enter_context(patch.object(policy, "may_watch", lambda content, viewer: True))
        yield


@contextmanager
def nothing_is_locked() -> Iterator[None]:
    """Every lock opens for everybody who can reach the page."""
    with patch.object(entitlements, "decide", lambda viewer, ids, *_, **__: dict.fromkeys(ids, entitlements.FREE)):
        yield


@contextmanager
def built_anew() -> Iterator[None]:
    """SELECTs that are built once for a process are built anew within, and after it."""
    choosing._wanted_among.cache_clear()
    yield
    choosing._wanted_among.cache_clear()
