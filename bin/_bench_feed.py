"""usage: bin/bench feed [--quick] [--json] [--people N] [--active N] [--contents N] [--engagements N]

Fills a private MariaDB with a crowd (bin/_crowd.py; a tenth of the pieces first, then the rest) and measures, at both sizes:

  feed_p95_ms_cold            For you of a person whose list must be ranked first, in one process
  feed_p95_ms_hot             the same page again
  feed_statements             the most statements that a warm page took; feed_statements_cold: a cold one (at most 8 each)
  search_p95_ms               a search for words that nobody asked for before (at most 100)
  growth_20k_to_200k          feed_p95_ms_cold at full size over that at a tenth

and at full size, over HTTP with wrk on one granian worker, in turns:

  feed_over_bare_page         warm feed pages per second over those of a bare Flask + Jinja page of as many bytes
  anonymous_pages_per_second  /feed/latest for visitors behind our nginx and its microcache (0 without nginx)

  --quick                     2,000 pieces and what goes with them, instead of 200,000
  --json                      one flat object"""

import argparse
import contextvars
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import flask_migrate
from sqlalchemy import event, make_url

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _crowd

from tests import services
from tests.sites import LiveSite
from wm.app import create_app
from wm.domains import categories, people
from wm.kernel import redis
from wm.kernel.db import db, transaction

FULL = {"people": 65_000, "active": 20_000, "contents": 200_000, "engagements": 5_000_000}
QUICK = {"people": 1_000, "active": 300, "contents": 2_000, "engagements": 20_000}
VIEWERS, SEARCHES, SECONDS, TURNS = 100, 100, 5, 3
POOL = "2G"  # as much as a server of a crowd like this has at least; a test's own has an eighth of that
THREADS = 4  # of a web worker, as in nginx/supervisor/weekmotion.conf
MOST = {"feed_statements": 8, "feed_statements_cold": 8, "search_p95_ms": 100}
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when something is above what we promise."""
    parser = argparse.ArgumentParser(prog="bin/bench feed")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    for name in FULL:
        parser.add_argument(f"--{name}", type=int)
    asked = parser.parse_args(arguments)
    sizes = {name: getattr(asked, name) or (QUICK if asked.quick else FULL)[name] for name in FULL}
    with site() as app, app.app_context():
        result = measured(app, sizes)
    print(json.dumps(result) if asked.json else table(result))
    return int(any(result[name] > most for name, most in MOST.items()))


@contextmanager
def site():
    """Give an app on a MariaDB and a Redis of its own."""
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="wm-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        mariadb = stack.enter_context(stopping(services.MariaDB(innodb_buffer_pool_size=POOL)))
        server = stack.enter_context(stopping(services.Redis()))
        url = mariadb.url("crowd")
        stack.enter_context(services.database(make_url(url)))
        given = {"DATABASE_URL": url, "REDIS_URL": server.url, "VAR_DIR": f"{folder}/var", "LOG_LEVEL": "WARNING"}
        os.environ.update(given | {"BROWSE_LIMIT": "10000000 per minute"})
        app = create_app("testing", PUBLIC_URL="http://localhost", **given)
        app.config["BENCH"] = given | {"BROWSE_LIMIT": "10000000 per minute"}
        with app.app_context():
            flask_migrate.upgrade()
        yield app


@contextmanager
def stopping(server):
    """Stop a server at the end of the block."""
    try:
        yield server
    finally:
        server.stop()


def measured(app, sizes: dict[str, int]) -> dict:
    """Fill, measure at a tenth, fill up, measure everything."""
    with transaction():
        categories.plant_first()
        shelves = len(categories.all_in_order())
    say(f"{sizes['people']:,} people")
    _crowd.people(sizes["people"])
    _crowd.follows(sizes["active"], sizes["people"])
    tokens = signed_in(sizes["active"])
    tenth = fill(app, sizes, 1, sizes["contents"] // 10, shelves, tokens)
    whole = fill(app, sizes, sizes["contents"] // 10 + 1, sizes["contents"], shelves, tokens)
    growth = {"growth_20k_to_200k": round(whole["feed_p95_ms_cold"] / tenth["feed_p95_ms_cold"], 2)}
    small = {f"{name}_at_a_tenth": value for name, value in tenth.items()}
    return whole | growth | over_http(app, tokens) | small | sizes


def fill(app, sizes: dict[str, int], first: int, last: int, shelves: int, tokens: list[str]) -> dict:
    """Add the pieces from `first` to `last` and their share of engagements; return the figures in one process."""
    began, share = time.monotonic(), sizes["engagements"] * (last - first + 1) // sizes["contents"]
    _crowd.contents(first, last, sizes["active"], shelves)
    _crowd.engagements(share, last, sizes["active"])
    _crowd.counted()
    say(f"{last:,} pieces, {share:,} more engagements: {time.monotonic() - began:.0f} s")
    redis.connect(app.config["REDIS_URL"], 2.0).flushall()
    return in_process(app, tokens)


def signed_in(active: int) -> list[str]:
    """Open a session for each of a hundred active people, and return what their cookies carry."""
    chosen = random.Random(2).sample(range(1, active + 1), min(VIEWERS, active))
    with transaction():
        found = people.by_ids(chosen)
        return [people.open_session(found[each]) for each in chosen]


def in_process(app, tokens: list[str]) -> dict:
    """Return the p95 of cold and warm feeds and of searches, and the most statements of a warm page."""
    with counting() as said:
        asked(app, "/feed", tokens[0])  # what every page shares is made once
        cold = [asked(app, "/feed", token, said) for token in tokens]
        hot = [asked(app, "/feed", token, said) for token in tokens]
        dice = random.Random(3)
        words = [" ".join(_crowd.spoken(dice) for _ in range(1 + n % 2)) for n in range(SEARCHES)]
        searches = [asked(app, f"/search?q={each.replace(' ', '+')}", tokens[0], said) for each in words]
    return {
        "feed_p95_ms_cold": p95(cold),
        "feed_p95_ms_hot": p95(hot),
        "feed_statements": max(count for _, count in hot),
        "feed_statements_cold": max(count for _, count in cold),
        "search_p95_ms": p95(searches),
    }


@contextmanager
def counting():
    """Give a list that every SQL statement is added to."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked(app, path: str, token: str, said: list | None = None) -> tuple[float, int]:
    """Ask for a page and return (milliseconds, statements)."""
    browser, before = app.test_client(), len(said or ())
    browser.set_cookie("wm", token)
    began = time.perf_counter()
    answer = contextvars.Context().run(browser.get, path)  # a request of its own, not inside the bench's context
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        sys.exit(f"{path} answered {answer.status_code}")
    return took, len(said or ()) - before


def p95(figures: list[tuple[float, int]]) -> float:
    """Return the 95th percentile of the milliseconds."""
    return round(statistics.quantiles([took for took, _ in figures], n=20)[-1], 1)


def over_http(app, tokens: list[str]) -> dict:
    """Return pages per second of ours and of the bare page, in turns, and of visitors behind nginx."""
    if not shutil.which("wrk"):
        say("wrk is not installed: nothing was measured over HTTP")
        return {"feed_over_bare_page": 0.0, "anonymous_pages_per_second": 0}
    client = app.test_client()
    client.set_cookie("wm", tokens[0])
    size = len(contextvars.Context().run(client.get, "/feed").data)
    with stopping(LiveSite(app.config["BENCH"], workers=False, threads=THREADS)) as ours, stopping(bare(size)) as other:
        bare_url, people = f"http://127.0.0.1:{other.port}/", by_turns(app, tokens)
        pairs = [(rate(f"{ours.url}/feed", script=people), rate(bare_url)) for _ in range(TURNS)]
    mine, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    figures = {"feed_over_bare_page": round(mine / theirs, 2), "feed_pages_per_second": round(mine)}
    return figures | {"feed_bytes": size, "bare_pages_per_second": round(theirs)} | behind_nginx(app)


def by_turns(app, tokens: list[str]) -> Path:
    """Write what lets wrk ask as one person after the other, and return where."""
    path = Path(app.config["VAR_DIR"]) / "by_turns.lua"
    path.parent.mkdir(parents=True, exist_ok=True)
    cookies = ", ".join(f'"wm={token}"' for token in tokens)
    ask = 'turn = turn % #cookies + 1; return wrk.format("GET", nil, {Cookie = cookies[turn]})'
    path.write_text(f"cookies, turn = {{{cookies}}}, 0\nrequest = function() {ask} end\n")
    return path


def bare(size: int) -> services.Server:
    """Start the bare page on granian, as our own site is started."""
    port = services.free_port()
    where = [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        str(THREADS),
        "--no-access-log",
    ]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", *where, "_bare_page:app"]
    server = services.Server("bare", command, env={"BARE_BYTES": str(size), "PYTHONPATH": str(ROOT / "bin")})
    server.port = port
    server.wait_for(lambda: services.accepts(("127.0.0.1", port)))
    return server


def behind_nginx(app) -> dict:
    """Return how many pages a second visitors get from our nginx, whose microcache holds them for ten seconds."""
    if not shutil.which("nginx", path=services.PATH):
        return {"anonymous_pages_per_second": 0}
    from tests.front.conftest import Nginx, certificate, strict  # noqa: PLC0415 - needs what tests need

    port, folder = services.free_port(), Path(tempfile.mkdtemp(prefix="wm-front-"))
    url = f"https://localhost:{port}"
    with stopping(
        LiveSite(strict(app.config["BENCH"], url), workers=False, environment="staging", threads=THREADS)
    ) as behind:
        behind.https_port, behind.certificate = port, certificate(folder / "tls.pem")
        free = {"BROWSING_RATE": "1000000r/s", "BROWSING_BURST": "1000000"}
        with closing_folder(folder), stopping(Nginx(behind, services.free_port(), folder / "nginx", **free)):
            return {"anonymous_pages_per_second": round(rate(f"{url}/feed/latest", "Accept-Encoding: gzip"))}


@contextmanager
def closing_folder(folder: Path):
    """Remove a folder at the end of the block."""
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rate(url: str, *headers: str, script: Path | None = None) -> float:
    """Return the answers per second that wrk gets from `url` with 16 connections; ends when some are no pages."""
    named = [part for header in headers for part in ("-H", header)] + (["-s", str(script)] if script else [])
    subprocess.run(["wrk", "-t1", "-c4", "-d1s", *named, url], check=True, capture_output=True)
    said = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{SECONDS}s", *named, url], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in said:
        sys.exit(f"{url} did not answer with pages:\n{said}")
    return float(RATE.search(said)[1])


def say(words: str) -> None:
    """Tell a waiting person how far it is."""
    print(words, file=sys.stderr, flush=True)


def table(result: dict) -> str:
    """Return the result for people."""
    return "\n".join(f"  {name:<36} {value:>12,}" for name, value in result.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
