"""usage: bin/bench live [--quick] [--json] [--streams N]

Starts the live server with the very command of nginx/supervisor/weekmotion.conf (one gevent process) on a MariaDB and a Redis of
its own, opens one stream per person, and prints:

  streams            how many streams it held at once, all of them answered
  kib_per_stream     what one of them costs the process in resident memory
  delivery_p95_ms    from before a notification is written until the person's open page has the new bell; 50 a second
  burst_p95_ms       the same when every one of the streams is told in the same moment

  --streams N   so many streams (default 3900: the unit allows 4000 connections)
  --quick       500 streams
  --json        one flat object"""

import argparse
import asyncio
import json
import re
import shlex
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _crowd
from _stage import p95, stage, warn_if_busy

from tests import services
from wm.domains import notifications, people
from wm.domains.notifications import Tiding
from wm.kernel import live
from wm.kernel.db import db, rollback, transaction

UNIT = ROOT / "nginx/supervisor/weekmotion.conf"
FULL, QUICK, FIRST = 3900, 500, 20
OPENED_AT_ONCE = 50
PER_SECOND, TOLD, BURSTS = 50, 500, 3
PATIENCE = 60


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when not every stream was held."""
    parser = argparse.ArgumentParser(prog="bin/bench live")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--streams", type=int)
    asked = parser.parse_args(arguments)
    wanted = asked.streams or (QUICK if asked.quick else FULL)
    with stage() as app:
        warn_if_busy()
        tokens = crowd(wanted)
        server, port = served(wanted)
        try:
            result = asyncio.run(measured(app, psutil.Process(server.process.pid), port, tokens))
        finally:
            server.stop()
    print(json.dumps(result) if asked.json else table(result))
    return int(result["streams"] < wanted)


def crowd(count: int) -> dict[int, str]:
    """Make so many people, and return what the cookie of each carries by row id."""
    _crowd.people(count + 1)
    with transaction():
        found = people.by_ids(range(1, count + 2))
        return {each.id: people.open_session(each) for each in list(found.values())[:count]}


def served(streams: int) -> tuple[services.Server, int]:
    """Start the live server as the unit does, on a free port; more connections only when more streams were asked for."""
    unit = UNIT.read_text().split("[program:live]")[1]
    words, port = shlex.split(re.search(r"^command=(.*)$", unit, re.MULTILINE)[1]), services.free_port()
    words[0] = str(Path(sys.executable).parent / "gunicorn")
    words[words.index("--bind") + 1] = f"127.0.0.1:{port}"
    place = words.index("--worker-connections") + 1
    words[place] = str(max(int(words[place]), streams + FIRST))
    server = services.Server("live", words, env={"LIVE_MAX_SECONDS": "3000"})
    server.wait_for(lambda: services.accepts(("127.0.0.1", port)))
    return server, port


class Streams:
    """The open streams of this run: when each heard of a bell last, and how often."""

    def __init__(self, port: int):
        self.port, self.heard, self.tasks = port, {}, []

    async def open(self, tokens: dict[int, str]) -> None:
        """Open one stream per person, some at a time, and wait until each has its first bell."""
        gate = asyncio.Semaphore(OPENED_AT_ONCE)
        waiting = [asyncio.create_task(self._open(person, token, gate)) for person, token in tokens.items()]
        await asyncio.gather(*waiting)

    async def _open(self, person: int, token: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            head = f"GET /live/me HTTP/1.1\r\nHost: localhost\r\nCookie: wm={token}\r\nHX-Request: true\r\n\r\n"
            writer.write(head.encode())
            first = asyncio.Event()
            self.tasks.append(asyncio.create_task(self._listen(person, reader, writer, first)))
            await asyncio.wait_for(first.wait(), PATIENCE)

    async def _listen(self, person: int, reader, writer, first: asyncio.Event) -> None:
        left = b""
        while said := await reader.read(4096):
            left += said
            while b"bell-link" in left and b"</a>" in left.split(b"bell-link", 1)[1]:
                left = left.split(b"bell-link", 1)[1].split(b"</a>", 1)[1]
                self.heard.setdefault(person, []).append(time.monotonic())
                first.set()
        writer.close()

    async def wait_for(self, person: int, count: int) -> float | None:
        """Return when this person's stream had so many bells, None when that takes too long."""
        end = time.monotonic() + PATIENCE
        while len(self.heard[person]) < count:
            if time.monotonic() > end:
                return None
            await asyncio.sleep(0.001)
        return self.heard[person][count - 1]


async def measured(app, master: psutil.Process, port: int, tokens: dict[int, str]) -> dict:
    """Open a few streams to warm up, then the rest, and tell people things."""
    streams, ids = Streams(port), list(tokens)
    await streams.open({each: tokens[each] for each in ids[:FIRST]})
    before = resident(master)
    await streams.open({each: tokens[each] for each in ids[FIRST:]})
    await asyncio.sleep(1)
    after = resident(master)
    waits = await told(app, streams, ids)
    bursts = [each for _ in range(BURSTS) for each in await burst(app, streams, ids)]
    return {
        "streams": sum(1 for each in ids if streams.heard.get(each)),
        "kib_per_stream": round((after - before) / 1024 / (len(ids) - FIRST), 1),
        "delivery_p95_ms": round(1000 * p95(waits), 1),
        "burst_p95_ms": round(1000 * p95(bursts), 1),
        "delivered": len(waits),
        "process_mib": round(after / 2**20, 1),
    }


def resident(master: psutil.Process) -> int:
    """Bytes in memory of the worker below gunicorn's master."""
    return sum(child.memory_info().rss for child in master.children())


async def told(app, streams: Streams, ids: list[int]) -> list[float]:
    """Tell people one after the other, evenly; return seconds until each heard."""
    waits, chosen = [], [ids[n * 7919 % len(ids)] for n in range(min(TOLD, len(ids)))]
    for person in dict.fromkeys(chosen):
        had, began = len(streams.heard[person]), time.monotonic()
        await asyncio.to_thread(tell, app, person, ids[0] if person != ids[0] else ids[1])
        heard = await streams.wait_for(person, had + 1)
        waits += [heard - began] if heard else []
        await asyncio.sleep(max(0, 1 / PER_SECOND - (time.monotonic() - began)))
    return waits


def tell(app, person_id: int, actor_id: int) -> None:
    """Write one notification, as a job does."""
    with app.app_context():
        with transaction():
            notifications.tell(people.find(person_id), Tiding("followed", actor_id, "person", person_id))
        db.session.remove()


async def burst(app, streams: Streams, ids: list[int]) -> list[float]:
    """Tell everybody in one go; return seconds until each heard."""
    had = {each: len(streams.heard[each]) for each in ids}
    began = time.monotonic()
    await asyncio.to_thread(ring_all, app, ids)
    heard = [await streams.wait_for(each, had[each] + 1) for each in ids]
    return [moment - began for moment in heard if moment]


def ring_all(app, ids: list[int]) -> None:
    """Publish to every person's channel, as a fan-out does."""
    with app.app_context():
        rollback()
        live.publish_to_all(map(notifications.channel, ids), "bell")


def table(result: dict) -> str:
    """Return the result for people."""
    return "\n".join(
        [
            "the live server as deployed: one gevent process, one Redis subscription for all",
            f"  streams held at once               {result['streams']:8,}",
            f"  memory of the process              {result['process_mib']:8.1f} MiB",
            f"  memory per stream                  {result['kib_per_stream']:8.1f} KiB",
            f"  a notification reaches its bell    {result['delivery_p95_ms']:8.1f} ms   p95 of {result['delivered']}",
            f"  all bells at once                  {result['burst_p95_ms']:8.1f} ms   p95",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
