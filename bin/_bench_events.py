"""usage: bin/bench events [--quick] [--json] [--beats N]

Appends beats of players to the Redis stream through the domain, as the page of a film does, and drains them into a MariaDB of its
own with the job that does so. Then the same again while the drainer is killed with SIGKILL in the middle, several times.
Every beat is of another person and film, so that each must have become one row.

  ingested_per_second   beats appended by one process, one by one
  drained_per_second    beats that became rows, by one undisturbed drainer
  lost                  beats without a row after all the killing; must be 0

  --beats N   so many beats (default 100,000)
  --quick     10,000 beats
  --json      one flat object"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _crowd
from _stage import stage, warn_if_busy
from sqlalchemy import func, select

from wm.domains import engagement
from wm.domains.content import Content
from wm.kernel import clock, redis
from wm.kernel.db import db, rollback

FULL, QUICK, PIECES, KILLS = 100_000, 10_000, 100, 8
ABANDONED_MS = 500  # a killed drainer's beats are taken over after this; a minute in earnest
DRAIN = f"""
from jobs.engagement import drain
from wm.app import create_app
from wm.domains.engagement import stream
stream.ABANDONED_MS = {ABANDONED_MS}
with create_app().app_context():
    print("ready", flush=True)
    drain()
"""


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when a beat was lost."""
    parser = argparse.ArgumentParser(prog="bin/bench events")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--beats", type=int)
    asked = parser.parse_args(arguments)
    count = asked.beats or (QUICK if asked.quick else FULL)
    with stage() as app:
        warn_if_busy()
        result = measured(app, count)
    print(json.dumps(result) if asked.json else table(result))
    return int(result["lost"] != 0)


def measured(app, count: int) -> dict:
    """Drain once in peace and once while drainers are killed."""
    prepare(count // PIECES)
    ingested = ingest(count)
    drained, _ = drain()
    kept = rows(engagement.Watch)
    for table_ in (engagement.Watch, engagement.View):
        with db.engine.begin() as connection:
            connection.execute(table_.__table__.delete())
    ingest(count)
    kills = sum(drain_until(count * (n + 1) // (KILLS + 2)) for n in range(KILLS))
    time.sleep(2 * ABANDONED_MS / 1000)
    drain()
    left = redis.connect(app.config["REDIS_URL"], redis.QUEUE_TIMEOUT).xlen(engagement.stream.STREAM)
    return {
        "ingested_per_second": round(count / ingested),
        "drained_per_second": round(kept / drained),
        "lost": (count - kept) + (count - rows(engagement.Watch)),
        "kills": kills,
        "beats": count,
        "left_in_stream": left,
    }


def prepare(persons: int) -> None:
    """Make people, and pieces that they watch."""
    now = clock.now()
    _crowd.people(persons)
    same = {"person_id": 1, "state": "published", "published_at": now, "description": "", "body": ""}
    _crowd.insert(Content, ({"title": f"Film {n}", **same} for n in range(PIECES)))


def ingest(count: int) -> float:
    """Append one beat for every pair of person and piece; return the seconds that it took."""
    persons = range(1, count // PIECES + 1)
    pieces = list(db.session.scalars(select(Content.id).order_by(Content.id)))
    rollback()
    began = time.monotonic()
    for person in persons:
        for piece in pieces:
            beat = engagement.Beat(clock.now(), piece, f"p{person}", person, 5000, 60_000, "playing")
            while not engagement.append(beat):  # a slow Redis may refuse one; here all count
                time.sleep(0.01)
    return time.monotonic() - began


def drainer() -> subprocess.Popen:
    """Start a process that drains as the job does; returns once it is about to begin."""
    child = subprocess.Popen([sys.executable, "-c", DRAIN], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child.stdout.readline()
    return child


def drain() -> tuple[float, int]:
    """Drain everything; return seconds and the drainer's return code."""
    child, began = drainer(), time.monotonic()
    code = child.wait()
    return time.monotonic() - began, code


def drain_until(number: int) -> int:
    """Kill a drainer once so many rows are there; returns 1 when it was still at work."""
    child = drainer()
    while child.poll() is None and rows(engagement.Watch) < number:
        time.sleep(0.02)
    is_alive = child.poll() is None
    child.kill()
    child.wait()
    return int(is_alive)


def rows(model) -> int:
    """How many rows a table has at this moment."""
    rollback()
    number = db.session.scalar(select(func.count()).select_from(model))
    rollback()
    return number


def table(result: dict) -> str:
    """Return the result for people."""
    verdict = "none lost" if result["lost"] == 0 else "LOST"
    return "\n".join(
        [
            f"{result['beats']:,} beats, each of another person and film; one process each",
            f"  appended to the stream             {result['ingested_per_second']:8,} per second",
            f"  drained into rows                  {result['drained_per_second']:8,} per second",
            f"  lost after {result['kills']} kills                 {result['lost']:8,}   {verdict}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
