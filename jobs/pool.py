"""The pool: one worker for each queue and the sweeper, forked from one parent that has the code in memory already.

`python -m jobs.pool` is what bin/run starts; a child that ends or dies is replaced."""

import logging
import os
import signal
import time

from jobs import sweeper, worker
from wm.app import create_app
from wm.kernel.db import db
from wm.kernel.job import QUEUES

PAUSE_SECONDS = 0.2
RESTART_SECONDS = 1.0
SWEEPER = "sweeper"
GRACE_SECONDS = 2.0  # whoever stops a site at home does not wait for an encode
log = logging.getLogger("jobs.pool")


class Pool:
    """Keeps one child per name, of a queue (which may stand more than once) or SWEEPER, until it is told to stop."""

    def __init__(self, app, names: list[str]):
        self.app, self.names = app, names
        self.children: dict[int, str] = {}
        self.stopping = False

    def run(self) -> None:
        """Start all, replace what ends, and on TERM or INT end all."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name in self.names:
            self._start(name)
        while self.children:
            self._reap()
            time.sleep(PAUSE_SECONDS)

    def _start(self, name: str) -> None:
        with self.app.app_context():
            db.engine.dispose(close=False)  # children open connections of their own
        pid = os.fork()
        if pid:
            self.children[pid] = name
            return
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = 1
        try:
            self._work(name)
            code = 0
        except Exception:
            log.exception("%s broke", name)
        finally:
            os._exit(code)

    def _work(self, name: str) -> None:
        if name == SWEEPER:
            sweeper.keep_sweeping(self.app)
        else:
            worker.work(self.app, name, grace=GRACE_SECONDS)

    def _reap(self) -> None:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        name = self.children.pop(pid, None)
        if name and not self.stopping:
            if status:
                log.warning("%s ended with %s, starting another", name, os.waitstatus_to_exitcode(status))
                time.sleep(RESTART_SECONDS)
            self._start(name)

    def _stop(self, *_) -> None:
        self.stopping = True
        for pid in self.children:
            os.kill(pid, signal.SIGTERM)


def main() -> None:
    """Run the whole pool, with as many encoders as MEDIA_WORKERS says."""
    app = create_app()
    encoders = ["media"] * app.config["MEDIA_WORKERS"]
    Pool(app, [SWEEPER, *(name for name in QUEUES if name != "media"), *encoders]).run()


if __name__ == "__main__":
    main()
