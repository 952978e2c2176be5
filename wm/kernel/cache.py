"""The cache: quick, forgetful, and never asked to decide anything."""

import json
import logging
import math
import random
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app, g

from wm.kernel import redis

LOCK_SECONDS = 10
PATIENCE_SECONDS = 2.0
PAUSE_SECONDS = 0.05
JITTER = 0.1
FORESEEN, MOST_ASKED = 4096, 16  # kinds of requests, and keys of each
NEW = 1.0  # seconds that an answer got ahead is good for
log = logging.getLogger(__name__)


def client() -> redis.redis.Redis:
    """Return the client of the cache Redis of the present app."""
    return redis.connect(current_app.config["CACHE_REDIS_URL"], redis.CACHE_TIMEOUT)


class Ahead:
    """What one request got ahead, since when, and what it asked for, for the next one like it."""

    __slots__ = ("answers", "asked", "since")

    def __init__(self, answers: dict[str, Any], asked: list[str] | None = None):
        self.answers, self.asked, self.since = answers, asked, time.monotonic()

    def note(self, *keys: str) -> None:
        """Remember that these keys were asked for one by one."""
        if self.asked is not None and len(self.asked) < MOST_ASKED:
            self.asked += [key for key in keys if key not in self.asked]


def _present() -> Ahead:
    """Return what this request got ahead, as far as it is still new."""
    present = g.get("cache_ahead")
    if present is None:
        present = g.cache_ahead = Ahead({})
    elif present.answers and time.monotonic() > present.since + NEW:
        present.answers = {}
    return present


def get(key: str) -> Any:
    """Return what was kept under `key`, or None."""
    present = _present()
    present.note(key)
    return present.answers.pop(key) if key in present.answers else _asked([key])[0][0]


def get_many(keys: Iterable[str]) -> list[Any]:
    """Return what was kept under each key, None for what is not there, in one round trip."""
    return _asked(list(keys))[0]


def ahead(*keys: str) -> None:
    """Get keys that this request will ask for one by one, in one round trip; each answer is good for one question."""
    present = _present()
    present.note(*keys)
    if missing := [key for key in keys if key not in present.answers]:
        present.since = present.since if present.answers else time.monotonic()
        present.answers |= dict(zip(missing, _asked(missing)[0], strict=True))


def peek(key: str) -> Any:
    """Return what was kept under `key`, and leave the answer, when there is one, to who asks next in this request."""
    present = _present()
    if present.answers.get(key) is None:
        present.answers.pop(key, None)
    ahead(key)
    return present.answers[key]


def missing(*keys: str) -> set[str]:
    """Get these keys as `ahead` does, and return those under which nothing is kept, or what `through` will make anew."""
    ahead(*keys)
    answers = _present().answers
    return {key for key in keys if _is_old(answers[key])}


def _is_old(kept: Any) -> bool:
    return kept is None or (isinstance(kept, dict) and kept.get("until", math.inf) <= time.time())


def foresee(name: int | None, counters: dict[str, int]) -> list[int] | None:
    """Get ahead what the last request of this name asked for, and count this one, all in one round trip.

    `counters` are keys and the seconds that they live; returns their numbers, None when Redis is away. Without a name
    nothing is foreseen."""
    memory = current_app.extensions.setdefault("foreseen", {})
    keys = [] if name is None else list(memory.get(name, ()))
    kept, numbers = _asked(keys, counters)
    g.cache_ahead = Ahead(dict(zip(keys, kept, strict=True)), None if name is None else [])
    if name is not None:
        if len(memory) >= FORESEEN:
            memory.clear()
        memory[name] = g.cache_ahead.asked
    return numbers


def is_foreseen(name: int | None) -> bool:
    """Whether a request of this name was here before."""
    return name in current_app.extensions.get("foreseen", {})


def count(counters: dict[str, int]) -> list[int] | None:
    """Add one to each of these keys, which live so many seconds; returns the numbers, None when Redis is away."""
    return _asked([], counters)[1]


def _asked(keys: list[str], counters: dict[str, int] | None = None) -> tuple[list[Any], list[int] | None]:
    """Return what is kept under `keys`, and the numbers of what is counted."""
    try:
        kept, numbers = _counted(keys, counters) if counters else (client().mget(keys) if keys else [], [])
    except redis.Error as error:
        log.debug("cache unreachable: %s", error)
        return [None] * len(keys), None
    return [None if each is None else json.loads(each) for each in kept], numbers


def _counted(keys: list[str], counters: dict[str, int]) -> tuple[list[Any], list[int]]:
    with client().pipeline(transaction=False) as pipe:
        for key, seconds in counters.items():
            pipe.incr(key).expire(key, seconds)
        numbers = (pipe.mget(keys) if keys else pipe).execute()
    kept = numbers.pop() if keys else []
    return kept, numbers[::2]


def once(key: str, seconds: int) -> bool:
    """Whether nobody has asked that of `key` for `seconds`; everybody is told so when Redis is away."""
    try:
        return bool(client().set(key, 1, nx=True, ex=seconds))
    except redis.Error:
        return True


def _unlearn(keys: Iterable[str]) -> None:
    answers = _present().answers
    for key in keys:
        answers.pop(key, None)


def put(key: str, value: Any, seconds: int) -> None:
    """Keep a JSON-able `value` for `seconds`; quietly does nothing when Redis is away."""
    put_many({key: value}, seconds)


def put_many(values: dict[str, Any], seconds: int) -> None:
    """Keep JSON-able values for `seconds`, in one round trip; quietly does nothing when Redis is away."""
    _unlearn(values)
    try:
        with client().pipeline(transaction=False) as pipe:
            for key, value in values.items():
                pipe.set(key, json.dumps(value), ex=seconds)
            pipe.execute()
    except redis.Error as error:
        log.debug("cache unreachable: %s", error)


def forget(*keys: str) -> None:
    """Drop `keys`."""
    _unlearn(keys)
    try:
        if keys:
            client().delete(*keys)
    except redis.Error as error:
        log.debug("cache unreachable: %s", error)


def through(key: str, seconds: int, make: Callable[[], Any], stale: int | None = None) -> Any:
    """Return what is kept under `key`; when it is older than about `seconds`, one caller makes it anew.

    Everybody else gets the old value for up to `stale` seconds more (as long again, unless said), or waits for the new one
    when there is none. The age at which it is made anew differs by a tenth, so that keys don't expire together. Values are
    JSON-able; with Redis away, everybody makes their own."""
    kept = get(key)
    if kept is not None and kept["until"] > time.time():
        return kept["value"]
    if not _may_make(key):
        kept = kept or _waited_for(key)
        if kept is not None:
            return kept["value"]
    try:
        value = make()
        until = time.time() + seconds * random.uniform(1 - JITTER, 1 + JITTER)
        put(key, {"value": value, "until": until}, int(seconds * (1 + JITTER)) + (seconds if stale is None else stale))
        return value
    finally:
        forget(_lock(key))


def _may_make(key: str) -> bool:
    """Whether this caller is the one that makes the value; everybody is, when nobody can be asked."""
    return once(_lock(key), LOCK_SECONDS)


def _waited_for(key: str) -> Any:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        time.sleep(PAUSE_SECONDS)
        if (kept := get(key)) is not None:
            return kept
    return None


def _lock(key: str) -> str:
    return f"making:{key}"
