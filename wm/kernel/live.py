"""Live events: published to whoever is looking at this moment, kept for nobody."""

import json
import logging
from collections.abc import Iterable, Iterator
from queue import Empty
from typing import Any

from flask import current_app

from wm.kernel import clock, hub, redis
from wm.kernel.db import after_commit

HEARTBEAT_SECONDS = 15
log = logging.getLogger(__name__)


def publish(channel: str, event: str, data: Any = None) -> None:
    """Tell everybody on `channel` now; nobody hears it when Redis is away."""
    try:
        client = redis.connect(current_app.config["REDIS_URL"], redis.QUEUE_TIMEOUT)
        client.publish(f"live:{channel}", json.dumps({"event": event, "data": data}))
    except redis.Error as error:
        log.debug("live events unreachable: %s", error)


def publish_to_all(channels: Iterable[str], event: str, data: Any = None) -> None:
    """Tell everybody on each of many `channels`, in one go."""
    said = json.dumps({"event": event, "data": data})
    try:
        pipe = redis.connect(current_app.config["REDIS_URL"], redis.QUEUE_TIMEOUT).pipeline(transaction=False)
        for channel in channels:
            pipe.publish(f"live:{channel}", said)
        pipe.execute()
    except redis.Error as error:
        log.debug("live events unreachable: %s", error)


def publish_after_commit(channel: str, event: str, data: Any = None) -> None:
    """Tell everybody on `channel` once the present transaction holds."""
    after_commit(lambda: publish(channel, event, data))


def listen(channels: Iterable[str], seconds: int) -> Iterator[tuple[str, Any] | None]:
    """Yield (event, data) as it happens on `channels`, None as a heartbeat, for at most `seconds`.

    It ends early when Redis goes away: the page comes back by itself, and sees how things are then."""
    ear, names = hub.of(current_app.config["REDIS_URL"]), [f"live:{channel}" for channel in channels]
    end = clock.monotonic() + seconds
    try:
        box = ear.join(names)
    except redis.Error as error:
        log.debug("live events unreachable: %s", error)
        yield None
        return
    try:
        yield None
        while (left := end - clock.monotonic()) > 0:
            try:
                event = box.get(timeout=min(HEARTBEAT_SECONDS, left))
            except Empty:
                yield None
                continue
            if event is hub.LOST:
                return
            yield event
    finally:
        ear.leave(box, names)


def as_sse(event: str, data: str) -> bytes:
    """Return one server-sent event (HTML Living Standard, section 9.2) for `data` of any number of lines."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {event}\n{lines}\n".encode()
