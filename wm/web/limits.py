"""Browsing limits: so many requests per person or network; Redis keeps count, and nobody waits when it is away."""

import hashlib
import ipaddress
import time
from collections.abc import Callable

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse, parse_many

from wm.kernel import cache, redis
from wm.kernel.errors import TooMany
from wm.web.viewer import cookie_name

FREE = {"static", "health.alive", "health.ready", "pictures.show", "images.show"}
FREE |= {"media.show", "media.face", "media.personal", "media.gate"}


class Browsing(Limiter):
    """Flask-Limiter that counts a request in a round trip which is made anyway."""

    def _check_request_limit(self, *_args, **_kwargs) -> None:
        _browse()


limiter = Browsing(key_func=lambda: who(), swallow_errors=True, in_memory_fallback_enabled=False)


def install(app: Flask, is_known: Callable[[str], bool]) -> None:
    """Count requests in the cache Redis, with quick time-outs; static files and health checks are free.

    `is_known` says of the token in a session cookie whether it is more than made up, without asking the database."""
    app.extensions["is_known"] = is_known
    app.extensions["browse_limits"] = parse_many(app.config["BROWSE_LIMIT"])
    app.config["RATELIMIT_STORAGE_URI"] = _as_limits_url(app.config["CACHE_REDIS_URL"])
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "socket_timeout": redis.CACHE_TIMEOUT,
        "socket_connect_timeout": redis.CACHE_TIMEOUT,
    }
    app.config["RATELIMIT_STRATEGY"] = "fixed-window"
    limiter.init_app(app)


def _as_limits_url(url: str) -> str:
    return f"redis+{url}" if url.startswith("unix://") else url


def _browse() -> None:
    """Count this request, in the round trip that gets what the last one like it asked for. Raises TooMany (429).

    Whose it is shows only when the cache has answered: whom we counted for was a guess, and is asked again if it was wrong."""
    if request.endpoint in FREE:
        return
    token = request.cookies.get(cookie_name(), "")
    guess = f"session:{hash_of(token)}" if token else f"network:{network()}"
    name = hash((guess, request.full_path)) if request.method in ("GET", "HEAD") else None
    is_sure = not token or cache.is_foreseen(name)
    numbers = cache.foresee(name, _counters(guess) if is_sure else {})
    whose = who() if token else guess
    if not is_sure or whose != guess:
        numbers = cache.count(_counters(whose))
    _refuse_above(numbers or [])


def _counters(whose: str) -> dict[str, int]:
    """Return the keys by which `whose` requests are counted in the present window, and how long they live."""
    limits, now = current_app.extensions["browse_limits"], int(time.time())
    return {f"browse:{whose}:{each.get_expiry()}.{now // each.get_expiry()}": each.get_expiry() for each in limits}


def _refuse_above(numbers: list[int]) -> None:
    for limit, number in zip(current_app.extensions["browse_limits"], numbers, strict=False):
        if number > limit.amount:
            raise TooMany(retry_after=_left(limit))


def _left(limit: RateLimitItem) -> int:
    seconds = limit.get_expiry()
    return seconds - int(time.time()) % seconds


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
