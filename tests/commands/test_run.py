"""bin/run, once .venv is there: up, alone, gone without a trace, and up again with everything still there."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import _run
import pytest
import requests

from tests import services
from wm.demo.people import CAST, DEMO_PASSWORD

pytestmark = pytest.mark.slow

SITE_SECONDS, STOP_SECONDS = 60, 5


class Run:
    """One start of bin/run on `var`."""

    def __init__(self, var: Path, *options: str):
        self.port = services.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
        self.env |= {"VAR_DIR": str(var), "HOME": str(var)}
        self.log = var.parent / f"{self.port}.log"
        self.process = self.start("--port", str(self.port), *options)

    def start(self, *options: str) -> subprocess.Popen:
        command = [sys.executable, "bin/_run.py", *options]
        return subprocess.Popen(
            command, stdout=self.log.open("ab"), stderr=subprocess.STDOUT, env=self.env, start_new_session=True
        )

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return f"Weekmotion   {self.url}" in self.log.read_text()

    def said_by_another(self, *options: str) -> str:
        """What a further start says before it ends."""
        command = [sys.executable, "bin/_run.py", *options]
        done = subprocess.run(command, capture_output=True, text=True, env=self.env, timeout=60)
        assert done.returncode == 1
        return done.stdout + done.stderr

    def family(self) -> set[int]:
        """Every process that descends from it."""
        found, waiting = set(), [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.add(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children")
            waiting += map(int, children.read_text().split()) if children.exists() else []
        return found

    def stop(self, sign=signal.SIGINT) -> float:
        """Stop it as Ctrl-C does; returns the seconds that took."""
        started = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(30)
        return time.monotonic() - started


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def run(var):
    """Start the site; whatever still runs at the end is ended."""
    started = []

    def start(*options: str) -> Run:
        started.append(Run(var, *options))
        services.wait_until(started[-1].is_up, "the site's first answer", SITE_SECONDS)
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()


def rows(var, sql):
    with sqlite3.connect(var / "weekmotion.db") as database:
        return database.execute(sql).fetchall()


def answers(site: Run) -> bool:
    try:
        return requests.get(f"{site.url}/health", timeout=2).status_code == 200
    except requests.RequestException:
        return False


def test_it_comes_up_comes_back_goes_without_a_trace_and_begins_again(run, var, tmp_path):
    site = run("--no-demo")
    assert requests.get(site.url, timeout=10).status_code == 200
    services.wait_until(lambda: rows(var, "SELECT 1 FROM job WHERE state = 'done'"), "a job done by a worker", 30)

    # nobody else gets its folder or its port
    assert f"already runs from this folder: {site.url}" in site.said_by_another("--port", "18001")
    site.env["VAR_DIR"] = str(tmp_path / "elsewhere")
    assert f"Port {site.port} on 127.0.0.1 can't be used" in site.said_by_another("--port", str(site.port))
    assert answers(site)

    # its web server is killed
    for pid in [each for each in site.family() if b"granian" in Path(f"/proc/{each}/cmdline").read_bytes()]:
        os.kill(pid, signal.SIGKILL)
    services.wait_until(lambda: "web ended" in site.log.read_text(), "the end of the web server", 30)
    services.wait_until(lambda: answers(site), "the second life of the web server", 30)

    # Ctrl-C
    family = site.family()
    seconds = site.stop()
    assert len(family) > 8
    assert seconds < STOP_SECONDS
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []
    assert site.log.read_text().rstrip().endswith("Stopped.")

    # a second start finds everything
    secret, shelves = (var / "secret").read_text(), rows(var, "SELECT count(*) FROM category")
    again = run()
    again.stop()
    assert (var / "secret").read_text() == secret
    assert rows(var, "SELECT count(*) FROM category") == shelves
    assert rows(var, "SELECT count(*) FROM person") == [(0,)], "the demo came although the first start declined it"

    # a reset begins anew (here it is stopped before the site comes up: its port is taken), but spares a folder that is not ours
    (var / "mail").mkdir(exist_ok=True)
    kept = {path.name for path in var.iterdir()} - {"run.lock"}
    with socket.create_server(("127.0.0.1", again.port)):
        said = again.said_by_another("--no-demo", "--reset", "--port", str(again.port))
    assert f"Removing {', '.join(sorted(kept))} under {var}" in said
    assert "can't be used" in said
    assert [path.name for path in var.iterdir()] == ["run.lock"]

    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("three years of work")
    again.env["VAR_DIR"] = str(precious)
    assert "was not made by this site" in again.said_by_another("--reset", "--port", "18002")
    assert "was not made by this site" in again.said_by_another("--reset", "--port", "18002")
    assert (precious / "thesis.txt").read_text() == "three years of work"


def test_the_accounts_that_are_printed_are_those_of_the_demo():
    handles = _run.PEOPLE.replace(" or ", ", ").split(", ")

    assert handles == [member.handle for member in CAST[: len(handles)]]
    assert _run.PASSWORD == DEMO_PASSWORD
