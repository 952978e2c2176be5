"""Keyset paging: pages that neither repeat nor skip while new rows arrive."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wm.kernel.errors import NotFound

LONGEST = 200  # characters of a cursor; ours are much shorter
MOST = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """A few items in order, and the cursor of what follows (None on the last page)."""

    items: Sequence[Any]
    next: str | None


def cut(rows: Sequence[Any], size: int, key: Callable[[Any], tuple]) -> Page:
    """Make a page of `size` from up to size + 1 `rows`; `key` gives a row's place in the order."""
    shown = rows[:size]
    return Page(shown, encode(key(shown[-1])) if len(rows) > size else None)


def encode(place: tuple) -> str:
    """Return `place` (datetimes, numbers, texts) as a short URL-safe cursor."""
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in place]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode(cursor: str | None, *types: type) -> tuple | None:
    """Return the place that `cursor` names, its parts of `types`. Raises NotFound for a made-up cursor."""
    if not cursor:
        return None
    try:
        if len(cursor) > LONGEST:
            raise ValueError
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(parts) != len(types):
            raise ValueError
        return tuple(_typed(part, kind) for part, kind in zip(parts, types, strict=True))
    except (ValueError, TypeError, OverflowError, binascii.Error):
        raise NotFound("This page has moved. Start again from the first one.") from None


def _typed(part: Any, kind: type) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(part).astimezone(UTC)
    value = kind(part)
    if kind is int and abs(value) > MOST:
        raise ValueError
    return value
