"""What lies nearer than the cache: values in the memory of this process, until the moment at which the cache forgets them, too.

For values that are read again and again, are the same for everybody and lie under all that must never be stale."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app

from wm.kernel import cache

MOST = 4096  # values, of some 3 KB each


def get_many(keys: Iterable[str], shape: Callable[[Any], Any]) -> list[Any]:
    """Return what is kept under each key, shaped by `shape` as it comes from the cache, None for what is not there."""
    keys, memory, now = list(keys), _memory(), time.time()
    found = [value if until > now else None for until, value in (memory.get(key, (0, None)) for key in keys)]
    if missing := [at for at, value in enumerate(found) if value is None]:
        for at, kept in zip(missing, cache.get_many(keys[at] for at in missing), strict=True):
            if kept is not None:
                found[at] = _remember(keys[at], kept[0], shape(kept[1]))
    return found


def put_many(values: dict[str, Any], seconds: int, shape: Callable[[Any], Any]) -> list[Any]:
    """Keep JSON-able values for `seconds`, here and in the cache; returns them as they are kept here."""
    until = time.time() + seconds
    cache.put_many({key: [until, value] for key, value in values.items()}, seconds)
    return [_remember(key, until, shape(value)) for key, value in values.items()]


def forget_all() -> None:
    """Remember nothing; what lies in the cache stays there."""
    _memory().clear()


def _remember(key: str, until: float, value: Any) -> Any:
    memory = _memory()
    if len(memory) >= MOST:
        _make_room(memory)
    memory[key] = (until, value)
    return value


def _make_room(memory: dict[str, tuple[float, Any]]) -> None:
    """Forget what has run out; all, when nothing has."""
    now = time.time()
    over = [key for key, (until, _) in list(memory.items()) if until <= now]
    for key in over or list(memory):
        memory.pop(key, None)


def _memory() -> dict[str, tuple[float, Any]]:
    return current_app.extensions.setdefault("near", {})
