"""Workers of the media queue as processes of their own, watched while they work: their memory and their processor time."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


class Crew:
    """Workers of the media queue, and the most memory that all of them have held together, in bytes."""

    def __init__(self, count: int, is_held: bool = False, **settings):
        given = os.environ | {name: str(value) for name, value in settings.items()}
        argv = [sys.executable, "-m", "jobs.worker", "media"]
        self.parts = [subprocess.Popen(argv, cwd=ROOT, env=given) for _ in range(count)]
        for number, part in enumerate(self.parts if is_held else ()):  # ffmpeg runs each encoder in a thread of its own
            psutil.Process(part.pid).cpu_affinity([number])
        self.peak, self.over = 0, threading.Event()
        self.watcher = threading.Thread(target=self._watch, daemon=True)
        self.watcher.start()

    def _watch(self) -> None:
        while not self.over.wait(0.25):
            self.peak = max(self.peak, sum(_held(part.pid) for part in self.parts))

    def spent(self) -> float:
        """Processor seconds of all children that have ended, ffmpeg among them."""
        times = [psutil.Process(part.pid).cpu_times() for part in self.parts]
        return sum(each.children_user + each.children_system for each in times)

    def end(self) -> None:
        """End all workers."""
        self.over.set()
        self.watcher.join()
        for part in self.parts:
            part.kill()
            part.wait()


def _held(pid: int) -> int:
    held = 0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            held += process.memory_info().rss
    return held


@contextmanager
def crew(count: int, is_held: bool = False, **settings) -> Iterator[Crew]:
    """Give workers, each held to a processor of its own where wanted, and end them."""
    working = Crew(count, is_held, **settings)
    try:
        yield working
    finally:
        working.end()
