"""Builds of the product that are broken on purpose, so that the questions are known to bite."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from flask import request
from sqlalchemy import text

from jobs import worker
from wm.blueprints import tus
from wm.domains.media import command, graph, pipeline, probe, runner, wholeness
from wm.domains.uploads import intake
from wm.kernel import job
from wm.kernel.db import db
from wm.kernel.storage import FolderStore

LATE_SECONDS = 6.0  # longer than a busy machine takes from the file to the list


@contextmanager
def lists_first() -> Iterator[None]:
    """Films reach the shelf later than the lists that name them."""
    take_path = FolderStore.take_path

    def late(store: FolderStore, key: str, path, content_type: str = "") -> None:
        if not (key.startswith("published/") and key.endswith(".mp4")):
            return take_path(store, key, path, content_type)
        content = Path(path).read_bytes()
        Path(path).unlink()
        threading.Thread(target=lambda: (time.sleep(LATE_SECONDS), store.put(key, content)), daemon=True).start()

    with patch.object(FolderStore, "take_path", late):
        yield


@contextmanager
def nothing_is_judged() -> Iterator[None]:
    """Whether a file is whole, and of a size that plays, shows when something breaks of it."""
    with patch.object(wholeness, "check", lambda *_: None), patch.object(probe, "_refuse_unsuitable", lambda *_: None):
        yield


@contextmanager
def refusals_are_crashes() -> Iterator[None]:
    """Whatever ends with a return code is taken for a bug and tried again, as a plain subprocess.run(check=True) does."""
    run = runner.run

    def checked(*args, **kwargs) -> runner.Ending:
        ending = run(*args, **kwargs)
        if ending.code or b'"error"' in ending.out:
            raise RuntimeError(f"ended with {ending.code}")
        return ending

    with patch.object(runner, "run", checked):
        yield


@contextmanager
def lethal() -> Iterator[None]:
    """No broken build, but films that kill the worker which touches them: those that end in POISON."""
    run = runner.run

    def touched(argv: list[str], *args, **kwargs) -> runner.Ending:
        if any(is_poisoned(Path(word)) for word in argv if word.startswith("/")):
            os.kill(os.getpid(), signal.SIGKILL)
        return run(argv, *args, **kwargs)

    with patch.object(runner, "run", touched):
        yield


def is_poisoned(path: Path) -> bool:
    return path.is_file() and path.read_bytes()[-6:] == b"POISON"


@contextmanager
def no_end_of_tries() -> Iterator[None]:
    """What kills its worker is tried again for ever."""
    with patch.multiple(job, ATTEMPTS=10**6, DEATHS=10**6):
        yield


@contextmanager
def believes_senders() -> Iterator[None]:
    """Takes as many bytes as are sent, and looks at their type only where the method itself says that they come."""
    demand, limit = tus._demand_type, 10**12
    wire = patch.multiple(tus, _refuse_surplus=lambda *_: None, _demand_type=lambda: _by_name(demand))
    with wire, patch.object(intake, "_limit", lambda _: limit):
        yield


def _by_name(demand) -> None:
    if request.method != "POST":
        demand()


@contextmanager
def full_disk_is_a_fault() -> Iterator[None]:
    """A full disk is a failure of the film's, and counts as a try; there are few, so that nobody waits for them."""
    with patch.object(pipeline, "_is_full", lambda _: False), patch.object(job, "ATTEMPTS", 2):
        yield


SPAWNS = ("subprocess.Popen", "os.system", "os.exec", "os.spawn", "os.posix_spawn")


@contextmanager
def watched() -> Iterator[None]:
    """No broken build: every program that is started is written down, a line of JSON each, in the file WM_SPAWNED names."""
    said = open(os.environ["WM_SPAWNED"], "a", buffering=1)  # noqa: SIM115 - a hook stays for as long as its process lives

    def hook(event: str, args: tuple) -> None:
        if event in SPAWNS:
            said.write(json.dumps([event, *(_words(each) for each in args[:2])]) + "\n")

    sys.addaudithook(hook)
    yield


def _words(told) -> list[str]:
    return [os.fsdecode(word) for word in told] if isinstance(told, (list, tuple)) else [str(told)]


@contextmanager
def in_a_shell() -> Iterator[None]:
    """Lets a shell see the name of a film before it is worked on."""
    run = runner.run

    def told(*args, **kwargs) -> runner.Ending:
        with db.engine.connect() as line:
            name = line.scalar(text("SELECT name FROM upload ORDER BY id DESC LIMIT 1"))
        subprocess.run(["sh", "-c", f"true {name}"], check=False, stderr=subprocess.DEVNULL)
        return run(*args, **kwargs)

    with patch.object(runner, "run", told):
        yield


@contextmanager
def tells_all() -> Iterator[None]:
    """What the source says of itself goes along."""
    with patch.object(graph, "BARE", {}), patch.object(command, "WITHOUT_NOTES", {}):
        yield


@contextmanager
def ends_at_once() -> Iterator[None]:
    """An encoder that is asked to end does so without giving back what it holds."""
    with patch.object(worker, "_end", lambda *_: os._exit(1)):
        yield
