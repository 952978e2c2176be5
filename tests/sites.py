"""The whole site as people meet it: a real web server, real workers and the sweeper, as bin/run starts them."""

import http.client
import sys
from contextlib import closing, suppress

from tests.services import Server, free_port, wait_until
from wm.kernel.db import db
from wm.kernel.job import Job


class LiveSite:
    """Granian, one worker per queue and the sweeper on `settings`; `url` is where it answers."""

    module = "wsgi:app"

    def __init__(
        self,
        settings: dict,
        *,
        port: int | None = None,
        workers: bool = True,
        environment: str = "testing",
        threads: int = 64,  # a stream holds one
    ):
        self.port, self.threads = port or free_port(), str(threads)
        self.url = f"http://127.0.0.1:{self.port}"
        given = {"PUBLIC_URL": self.url} | settings
        self.env = {name: str(value) for name, value in given.items()} | {"ENVIRONMENT": environment}
        self.web = self.start_web()
        self.parts = [self.start("jobs.pool")] if workers else []
        self.web.wait_for(self.is_up)

    def start_web(self) -> Server:
        """Start the web server alone, for example after it was killed."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        quick = ["--blocking-threads", self.threads, "--no-access-log", "--workers-kill-timeout", "2"]
        return Server(
            "web", [sys.executable, "-m", "granian", "--interface", "wsgi", *where, *quick, self.module], env=self.env
        )

    def start(self, module: str, *arguments: str) -> Server:
        """Start one more process of ours with the site's settings."""
        return Server(module, [sys.executable, "-m", module, *arguments], env=self.env)

    def is_up(self) -> bool:
        """Does it answer?"""
        with (
            suppress(OSError, http.client.HTTPException),
            closing(http.client.HTTPConnection("127.0.0.1", self.port, 2)) as web,
        ):
            web.request("GET", "/health", headers={"Host": "localhost"})
            return web.getresponse().status == 200
        return False

    def restart_web(self) -> None:
        """Kill the web server and start it again on the same port."""
        self.web.kill()
        self.web.stop()
        self.web = self.start_web()
        wait_until(self.is_up, "the second start of the web server")

    def news(self) -> str:
        """What all processes wrote since this was asked last, for a failing test's report."""
        return "\n".join(part.news() for part in (self.web, *self.parts))

    def stop(self) -> None:
        for part in (self.web, *self.parts):
            part.stop()


def wait_for_workers() -> None:
    """Return once no worker holds a job, so that nobody writes into tables that are about to be emptied."""
    with suppress(TimeoutError):
        wait_until(lambda: not held(), "the end of the jobs that workers hold", 30)


def held() -> int:
    """How many jobs are leased at this moment."""
    db.session.rollback()
    mine = db.select(db.func.count()).select_from(Job).where(Job.state == "due", Job.lease_token.is_not(None))
    return db.session.scalar(mine)
