"""A crew of workers in processes of their own, and the films that they work on."""

import contextvars
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jobs import worker
from tests.trust.media.corpus import Corpus
from wm.domains import housekeeping, media, storage
from wm.domains.media.models import Film
from wm.kernel import ids, job
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import store

ROOT = Path(__file__).resolve().parents[3]
ENDED = ("ready", "failed")


class Crew:
    """So many workers, replaced when they end; `deaths` counts those that ended without us."""

    def __init__(self, size: int, *controls: str):
        self.log, self.controls, self.deaths = Path(tempfile.mkdtemp(prefix="wm-crew-"), "log"), controls, 0
        self.log.touch()
        self.workers = [self._hired() for _ in range(size)]

    def _hired(self) -> subprocess.Popen:
        argv = [sys.executable, "-m", "tests.trust.media.labourer", str(self.log), *self.controls]
        path = os.pathsep.join([str(ROOT), str(ROOT / "bin")])
        quiet = {
            "stderr": self.log.with_name("said").open("ab"),
            "stdout": subprocess.PIPE,
            "stdin": subprocess.DEVNULL,
        }
        process = subprocess.Popen(argv, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, **quiet)
        assert process.stdout.readline() == b"ready\n"
        return process

    def replace_dead(self) -> None:
        """Hire a worker for each that ended by itself, and count it."""
        for place, process in enumerate(self.workers):
            if process.poll() is not None:
                self.deaths += 1
                self.workers[place] = self._hired()

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL one of them, and hire another."""
        place = chance.randrange(len(self.workers))
        self._end(self.workers[place])
        self.workers[place] = self._hired()

    def _end(self, process: subprocess.Popen) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def told(self) -> list[dict]:
        """What they wrote down of each job."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_) -> None:
        for process in self.workers:
            self._end(process)


def begun(content: bytes) -> int:
    """Lay a file into the store, begin its film, and return the film's id."""
    key = f"raw/{ids.new(22)}"
    store().put(key, content)
    with transaction():
        return media.begin(key, len(content)).id


def states(film_ids: list[int]) -> dict[int, Film]:
    """Return the films as they are now."""
    rollback()
    db.session.expire_all()
    return media.several(film_ids)


def is_over(film: Film) -> bool:
    """Whether nothing more will happen to a film by itself."""
    return film.state in ENDED or (film.is_playable and bool(film.error_code))


def follow(crew: Crew, film_ids: list[int], seconds: float, each=lambda: None) -> int:
    """Wait until all films are over, at most `seconds`; returns how many are not."""
    end = time.monotonic() + seconds
    while left := [film for film in states(film_ids).values() if not is_over(film)]:
        if time.monotonic() > end:
            break
        crew.replace_dead()
        each()
        time.sleep(0.2)
    return len(left)


def attempts() -> int:
    """The most tries of any job that waits or runs."""
    rollback()
    return db.session.scalar(db.select(db.func.max(job.Job.attempts)).where(job.Job.state == "due")) or 0


def work_off() -> None:
    """Empty the deletion queue: workers went home as soon as the last film was ready."""
    while storage.deleting.work_off(housekeeping.knowing.is_needed):
        pass


def strays(var: Path, film_keys: set[str]) -> list[str]:
    """Return what lies where nothing should: drafts, parts, folders of work, published files of no film."""
    work_off()
    kept = store()
    keys = [key for key in kept.keys("") if key.split("/")[0] != "raw" and key.split("/")[1] not in film_keys]
    keys += [key for key in kept.keys("") if key.startswith("processing/")]
    drafts = [str(path) for path in kept.root.rglob(".*") if path.is_file()]
    parts = [str(path) for path in (kept.root / ".parts").rglob("*")] if (kept.root / ".parts").exists() else []
    working = [str(path) for path in (var / "processing").rglob("*") if path.is_file()]
    return keys + drafts + parts + working


def run_jobs(app) -> None:
    """Run all that is due, and what that promises, in this process."""
    while waiting := [row for row, _ in job.due()]:
        rollback()
        for row in waiting:
            contextvars.Context().run(_run, app, row)
    rollback()
    db.session.expire_all()


def _run(app, row: int) -> None:
    with app.app_context():
        worker.run_row(row)


def good(corpus: Corpus, name: str = "small.mp4") -> bytes:
    return corpus(name).read_bytes()
