"""The two Redis servers: one for the queue (never evicts), one for the cache (may vanish)."""

import logging
from functools import lru_cache

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

CACHE_TIMEOUT = 0.1
QUEUE_TIMEOUT = 2.0
NO_RETRY = Retry(NoBackoff(), 0)
KEEPS_ALL = "noeviction"
Error = redis.RedisError
log = logging.getLogger(__name__)


@lru_cache(maxsize=8)
def connect(url: str, timeout: float) -> redis.Redis:
    """Return a client with a pool of its own; operations give up after `timeout` seconds."""
    return redis.Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=NO_RETRY)


@lru_cache(maxsize=8)
def patient(url: str) -> redis.Redis:
    """Return a client for blocking reads, without a time-out."""
    kept = {} if url.startswith("unix:") else {"socket_keepalive": True}
    return redis.Redis.from_url(url, socket_timeout=None, **kept)


def refuse_unsafe(url: str) -> None:
    """End with a sentence when jobs could be lost in, or forged through, the queue Redis at `url`.

    One that is away is no reason: the site goes on without it."""
    client = connect(url, QUEUE_TIMEOUT)
    if _open_to_all(client):
        raise SystemExit(
            "The queue Redis takes connections without a password: give REDIS_URL one, or use a unix socket."
        )
    try:
        policy = client.config_get("maxmemory-policy").get("maxmemory-policy", KEEPS_ALL)
    except Error as error:
        log.debug("the queue Redis does not tell its eviction policy: %s", error)
        return
    if policy != KEEPS_ALL:
        raise SystemExit(f"The queue Redis evicts keys ({policy}): set its maxmemory-policy to {KEEPS_ALL}.")


def _open_to_all(client: redis.Redis) -> bool:
    kwargs = client.connection_pool.connection_kwargs
    host = kwargs.get("host", "")
    return bool(host) and host not in ("localhost", "127.0.0.1", "::1") and not kwargs.get("password")
