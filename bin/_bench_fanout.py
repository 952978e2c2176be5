"""usage: bin/bench fanout [--quick] [--json] [--followers N]

A creator with many followers publishes, on a MariaDB and a Redis of its own; one worker process tells them all, while people go on
asking a web server of ours for the home page, one after the other.

  jobs                  batches that the fan-out took
  most_rows_per_job     notifications that one of them wrote at most
  seconds               from publishing until everybody was told
  rows_per_second       notifications written in a second
  statements            SQL statements of all batches together
  job_p95_ms            how long a batch takes, which is how long its locks are held
  worker_mib            resident memory of the worker at its peak, and before it began
  home_p95_ms           of the home page meanwhile
  home_over_before      the same over that before publishing; 1 says that the site does not notice
  told                  notifications that exist in the end; must equal the followers

  --followers N   so many (default 100,000)
  --quick         2,000
  --json          one flat object"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _crowd
from _stage import p95, stage, warn_if_busy
from sqlalchemy import func, select

from tests.sites import LiveSite
from wm.domains import categories, content, people
from wm.domains.notifications import Notification
from wm.kernel.db import db, rollback, transaction

FULL, QUICK = 100_000, 2_000
PIECES, VIEWERS, BEFORE = 200, 50, 300
SETTINGS = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "LOG_LEVEL", "BROWSE_LIMIT")
TELL = "notifications.tell_followers"
WORKER = f"""
import json, resource, time
from sqlalchemy import event
from jobs import worker
from wm.app import create_app
from wm.kernel import job
from wm.kernel.db import db, rollback

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

said, seen = [], []
def note(_connection, _cursor, statement, parameters, _context, many):
    seen.append(len(parameters) if many and "INTO notification " in statement else 0)

with create_app().app_context():
    event.listen(db.engine, "before_cursor_execute", note)
    rollback()
    print(json.dumps({{"mib": peak()}}), flush=True)
    while not said or waiting:
        waiting = [row for row, _ in job.due()]
        kinds = {{row: db.session.get(job.Job, row).kind for row in waiting}}
        rollback()
        for row in waiting:
            seen.clear()
            began = time.monotonic()
            worker.run_row(row)
            if kinds[row] == "{TELL}":
                said.append((time.monotonic() - began, sum(seen), len(seen)))
        time.sleep(0 if waiting else 0.02)
    print(json.dumps({{"mib": peak(), "jobs": said}}), flush=True)
"""


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when somebody was not told."""
    parser = argparse.ArgumentParser(prog="bin/bench fanout")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--followers", type=int)
    asked = parser.parse_args(arguments)
    followers = asked.followers or (QUICK if asked.quick else FULL)
    with stage():
        warn_if_busy()
        tokens = crowd(followers)
        site = LiveSite({name: os.environ[name] for name in SETTINGS}, workers=False)
        try:
            result = measured(Home(site.port, tokens))
        finally:
            site.stop()
    result["followers"] = followers
    print(json.dumps(result) if asked.json else table(result))
    return int(result["told"] != followers)


def crowd(followers: int) -> list[str]:
    """Make the creator, who gets row id 1, their followers, and films for the home page; return cookies of some followers."""
    _crowd.people(followers + 1)
    _crowd.followers(1, range(2, followers + 2))
    with transaction():
        categories.plant_first()
        shelves = len(categories.all_in_order())
    _crowd.contents(1, PIECES, VIEWERS, shelves)
    with transaction():
        return [people.open_session(each) for each in people.by_ids(range(2, VIEWERS + 2)).values()]


class Home:
    """The home page, as one follower after the other asks for it."""

    def __init__(self, port: int, tokens: list[str]):
        self.port, self.tokens = port, cycle(tokens)

    def ask(self) -> float:
        """Return the milliseconds that the page took."""
        web = http.client.HTTPConnection("127.0.0.1", self.port, 30)
        began = time.perf_counter()
        web.request("GET", "/", headers={"Host": "localhost", "Cookie": f"wm={next(self.tokens)}"})
        answer = web.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        web.close()
        if answer.status != http.HTTPStatus.OK:
            sys.exit(f"the home page answered {answer.status}")
        return took


def measured(home: Home) -> dict:
    """Ask for the home page before and while a worker tells everybody."""
    for _ in range(VIEWERS * 2):
        home.ask()
    before = [home.ask() for _ in range(BEFORE)]
    worker = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    first = json.loads(worker.stdout.readline())
    piece_id, began = publish(), time.monotonic()
    meanwhile = []
    while worker.poll() is None:
        meanwhile.append(home.ask())
    seconds = time.monotonic() - began
    return figures(json.loads(worker.stdout.read()), first, seconds, told(piece_id)) | {
        "home_p95_ms": round(p95(meanwhile), 1),
        "home_p95_ms_before": round(p95(before), 1),
        "home_over_before": round(p95(meanwhile) / p95(before), 2),
        "home_requests_meanwhile": len(meanwhile),
    }


def figures(last: dict, first: dict, seconds: float, rows: int) -> dict:
    """Return what the worker's jobs come to."""
    took, written, statements = zip(*last["jobs"], strict=True)
    return {
        "jobs": len(took),
        "most_rows_per_job": max(written),
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "statements": sum(statements),
        "most_statements_per_job": max(statements),
        "job_p95_ms": round(1000 * p95(took), 1),
        "worker_mib": round(last["mib"], 1),
        "worker_mib_before": round(first["mib"], 1),
        "told": rows,
    }


def publish() -> int:
    """Let the creator say something; return its row id."""
    with transaction():
        piece = content.draft(people.find(1), "New", kind="update", body="Something new.")
        content.publish(piece)
        return piece.id


def told(piece_id: int) -> int:
    """How many have been told."""
    rollback()
    return db.session.scalar(select(func.count()).select_from(Notification).where(Notification.content_id == piece_id))


def table(result: dict) -> str:
    """Return the result for people."""
    return "\n".join(
        [
            f"a creator with {result['followers']:,} followers publishes; one worker, {result['told']:,} told",
            f"  batches                            {result['jobs']:8,}      of at most {result['most_rows_per_job']:,} rows",
            f"  until all are told                 {result['seconds']:8.2f} s",
            f"  notifications written              {result['rows_per_second']:8,} per second",
            f"  statements                         {result['statements']:8,}      at most {result['most_statements_per_job']} a batch",
            f"  a batch                            {result['job_p95_ms']:8.1f} ms   p95",
            f"  memory of the worker               {result['worker_mib']:8.1f} MiB  {result['worker_mib_before']:.1f} before",
            f"  the home page meanwhile            {result['home_p95_ms']:8.1f} ms   p95; {result['home_p95_ms_before']:.1f} before",
            f"  meanwhile over before              {result['home_over_before']:8.2f}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
