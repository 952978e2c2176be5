"""Builds of the product that are broken on purpose, so that the questions are known to bite."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from wm.domains.media import runner
from wm.kernel import job
from wm.kernel.storage import FolderStore

LATE_SECONDS = 1.5


@contextmanager
def lists_first() -> Iterator[None]:
    """Films reach the shelf later than the lists that name them."""
    put_path = FolderStore.put_path

    def late(store: FolderStore, key: str, path, content_type: str = "") -> None:
        if not (key.startswith("published/") and key.endswith(".mp4")):
            return put_path(store, key, path, content_type)
        content = Path(path).read_bytes()
        threading.Thread(target=lambda: (time.sleep(LATE_SECONDS), store.put(key, content)), daemon=True).start()

    with patch.object(FolderStore, "put_path", late):
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
