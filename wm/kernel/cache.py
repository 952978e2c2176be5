"""The cache: quick, forgetful, and never asked to decide anything."""

import json
import logging
from typing import Any

from flask import current_app

from wm.kernel import redis

log = logging.getLogger(__name__)


def client() -> redis.redis.Redis:
    """Return the client of the cache Redis of the present app."""
    return redis.connect(current_app.config["CACHE_REDIS_URL"], redis.CACHE_TIMEOUT)


def get(key: str) -> Any:
    """Return what was kept under `key`, or None."""
    try:
        kept = client().get(key)
    except redis.Error as error:
        log.debug("cache unreachable: %s", error)
        return None
    return None if kept is None else json.loads(kept)


def put(key: str, value: Any, seconds: int) -> None:
    """Keep a JSON-able `value` for `seconds`; quietly does nothing when Redis is away."""
    try:
        client().set(key, json.dumps(value), ex=seconds)
    except redis.Error as error:
        log.debug("cache unreachable: %s", error)


def forget(*keys: str) -> None:
    """Drop `keys`."""
    try:
        if keys:
            client().delete(*keys)
    except redis.Error as error:
        log.debug("cache unreachable: %s", error)
