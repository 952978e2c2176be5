"""Browsing limits: so many requests per person or network; Redis keeps count, and nobody waits when it is away."""

import hashlib
import ipaddress
from collections.abc import Callable

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import parse

from wm.kernel import redis
from wm.web.viewer import cookie_name

limiter = Limiter(key_func=lambda: who(), headers_enabled=False, swallow_errors=True, in_memory_fallback_enabled=False)


def install(app: Flask, is_known: Callable[[str], bool]) -> None:
    """Count requests in the cache Redis, with quick time-outs; static files and health checks are free.

    `is_known` says of the token in a session cookie whether it is more than made up, without asking the database."""
    app.extensions["is_known"] = is_known
    app.config["RATELIMIT_STORAGE_URI"] = _as_limits_url(app.config["CACHE_REDIS_URL"])
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "socket_timeout": redis.CACHE_TIMEOUT,
        "socket_connect_timeout": redis.CACHE_TIMEOUT,
    }
    app.config["RATELIMIT_DEFAULT"] = app.config["BROWSE_LIMIT"]
    app.config["RATELIMIT_STRATEGY"] = "fixed-window"
    limiter.init_app(app)
    limiter.request_filter(
        lambda: (
            request.endpoint in ("static", "health.alive", "health.ready", "media.show", "pictures.show", "images.show")
        )
    )


def _as_limits_url(url: str) -> str:
    return f"redis+{url}" if url.startswith("unix://") else url


def afford(what: str, who_spends: str, cost: int, limit: str) -> bool:
    """Whether somebody may spend `cost` on `what`, of which `limit` ("100 per minute") is theirs; yes when Redis is away."""
    try:
        return limiter.limiter.hit(parse(limit), what, who_spends, cost=cost)
    except redis.Error:
        return True


def network() -> str:
    """Return the network that asks: the /24 of an IPv4 address, the /56 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    length = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def who() -> str:
    """Return whom a limit counts: a session that we know, hashed, else the network; made-up cookies win nothing."""
    token = request.cookies.get(cookie_name(), "")
    known = token and current_app.extensions["is_known"](token)
    return f"session:{hash_of(token)}" if known else f"network:{network()}"


def hash_of(token: str) -> str:
    """Return a short hash, so that no session token stands in Redis."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]
