"""The stream of beats: a Redis stream that pages append to and a job drains; losing its last seconds is allowed."""

import logging
from datetime import UTC, datetime

from flask import current_app

from wm.domains.engagement.beats import Beat
from wm.kernel import redis

STREAM, GROUP, CONSUMER = "engagement:beats", "engagement", "drain"
LONGEST = 1_000_000
BATCH = 500
ABANDONED_MS = 60_000
log = logging.getLogger(__name__)


def append(beat: Beat) -> bool:
    """Add a beat; False when Redis is away, which nobody has to know. Redis's own clock says when it came."""
    fields = {
        "content": beat.content_id,
        "viewer": beat.viewer,
        "person": beat.person_id or "",
        "position": beat.position_ms,
        "duration": beat.duration_ms,
        "state": beat.state,
    }
    try:
        _quick().xadd(STREAM, fields, maxlen=LONGEST, approximate=True)
    except redis.Error as error:
        log.debug("beat lost: %s", error)
        return False
    return True


def waiting(count: int = BATCH) -> dict[str, Beat]:
    """Return up to `count` beats that nobody else works on, by their id in the stream, in order of time.

    First come those that a drain took over a minute ago and never acknowledged."""
    client = _patient()
    _make_group(client)
    _, abandoned, *_ = client.xautoclaim(STREAM, GROUP, CONSUMER, ABANDONED_MS, count=count)
    taken = abandoned or _new(client, count)
    return {entry.decode(): _read(entry.decode(), fields) for entry, fields in sorted(taken) if fields}


def acknowledge(entries) -> None:
    """Remove beats that have been kept."""
    if entries:
        client = _patient()
        client.xack(STREAM, GROUP, *entries)
        client.xdel(STREAM, *entries)


def _new(client, count: int) -> list:
    answer = client.xreadgroup(GROUP, CONSUMER, {STREAM: ">"}, count=count)
    return answer[0][1] if answer else []


def _make_group(client) -> None:
    try:
        client.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
    except redis.redis.ResponseError as error:
        if "BUSYGROUP" not in str(error):
            raise


def _read(entry: str, fields: dict[bytes, bytes]) -> Beat:
    said = {name.decode(): value.decode() for name, value in fields.items()}
    milliseconds, _, order = entry.partition("-")
    return Beat(
        at=datetime.fromtimestamp(int(milliseconds) / 1000, UTC).replace(microsecond=int(milliseconds) % 1000 * 1000),
        content_id=int(said["content"]),
        viewer=said["viewer"],
        person_id=int(said["person"]) if said["person"] else None,
        position_ms=int(said["position"]),
        duration_ms=int(said["duration"]),
        state=said["state"],
    )


def _quick():
    return redis.connect(current_app.config["REDIS_URL"], redis.CACHE_TIMEOUT)


def _patient():
    return redis.connect(current_app.config["REDIS_URL"], redis.QUEUE_TIMEOUT)
