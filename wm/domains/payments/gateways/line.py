"""The line to a gateway: time-outs on every call, no redirects, small answers, and a breaker that stops asking a dead one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import urllib3

from wm.domains.payments.gateways.interface import Unknown, Unreachable
from wm.kernel import clock

CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
MOST_BYTES = 1024 * 1024
FAILURES, REST_SECONDS = 5, 5.0
NEVER_HEARD = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)

_patience: ContextVar[float] = ContextVar("patience", default=READ_SECONDS)
_pool = urllib3.PoolManager(num_pools=4, maxsize=16, retries=False)


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Wait no longer than so many seconds for an answer: somebody sits before the page. A job asks again with more time."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


def time_outs() -> tuple[float, float]:
    """Return for how many seconds we try to connect, and wait for an answer."""
    return min(CONNECT_SECONDS, _patience.get()), min(READ_SECONDS, _patience.get())


class Breaker:
    """Stops asking for a few seconds after five calls in a row came to nothing."""

    def __init__(self):
        self._lock, self._failures, self._until = threading.Lock(), 0, 0.0

    def check(self) -> None:
        """Raises Unreachable while it is open: nothing is sent."""
        if self._failures >= FAILURES and clock.monotonic() < self._until:
            raise Unreachable("resting after several failures")

    def note(self, went_well: bool) -> None:
        """Count one call."""
        with self._lock:
            self._failures = 0 if went_well else self._failures + 1
            self._until = clock.monotonic() + REST_SECONDS

    def close(self) -> None:
        """Forget what went wrong."""
        self.note(went_well=True)


class Line:
    """Speaks JSON to one address and to no other."""

    def __init__(self):
        self.breaker = Breaker()

    def ask(
        self, method: str, base: str, path: str, secret: str, said: dict[str, Any] | None = None
    ) -> tuple[int, Any]:
        """Return (status, what the gateway answered). Raises Unreachable when it can't have heard us, Unknown else."""
        self.breaker.check()
        headers = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
        body = json.dumps(said).encode() if said is not None else None
        headers |= {"Content-Type": "application/json"} if body else {}
        connect, read = time_outs()
        how = {"redirect": False, "preload_content": False, "timeout": urllib3.Timeout(connect=connect, read=read)}
        try:
            answer = _pool.request(method, base.rstrip("/") + path, body=body, headers=headers, **how)
            raw = answer.read(MOST_BYTES + 1)
            answer.release_conn()
        except NEVER_HEARD as error:
            self.breaker.note(went_well=False)
            raise Unreachable(str(error)) from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            if read == READ_SECONDS:
                self.breaker.note(went_well=False)  # who did not wait for long says nothing about the gateway
            raise Unknown(str(error)) from error
        return self._read(answer.status, raw)

    def _read(self, status: int, raw: bytes) -> tuple[int, Any]:
        self.breaker.note(went_well=status < 500)
        if status >= 500 or status in (408, 425, 429) or len(raw) > MOST_BYTES:
            raise Unknown(f"answered {status}")
        try:
            return status, json.loads(raw or b"null")
        except ValueError:
            raise Unknown(f"answered {status} with something else than JSON") from None
