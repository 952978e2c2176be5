"""The two Redis servers: one for the queue (never evicts), one for the cache (may vanish)."""

from functools import lru_cache

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

CACHE_TIMEOUT = 0.1
QUEUE_TIMEOUT = 2.0
NO_RETRY = Retry(NoBackoff(), 0)
Error = redis.RedisError


@lru_cache(maxsize=8)
def connect(url: str, timeout: float) -> redis.Redis:
    """Return a client with a pool of its own; operations give up after `timeout` seconds."""
    return redis.Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=NO_RETRY)


@lru_cache(maxsize=8)
def patient(url: str) -> redis.Redis:
    """Return a client for blocking reads, without a time-out."""
    kept = {} if url.startswith("unix:") else {"socket_keepalive": True}
    return redis.Redis.from_url(url, socket_timeout=None, **kept)


def refuse_unsafe(url: str) -> str | None:
    """Return why the queue Redis at `url` must not be used, or None when it is fine."""
    client = connect(url, QUEUE_TIMEOUT)
    policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    if policy != "noeviction":
        return f"the queue Redis evicts keys ({policy}): set maxmemory-policy to noeviction, or give REDIS_URL another server"
    if _open_to_all(url, client):
        return "the queue Redis takes TCP connections without a password: give it one, or use a unix socket"
    return None


def _open_to_all(url: str, client: redis.Redis) -> bool:
    kwargs = client.connection_pool.connection_kwargs
    host = kwargs.get("host", "")
    return bool(host) and host not in ("localhost", "127.0.0.1", "::1") and not kwargs.get("password")
