"""Runs one program on a stranger's file: no shell, no stdin, no network, no secrets, and only so much of the machine."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wm.domains.media import tools

CAGE = Path(__file__).with_name("cage.py")
GIB = 1024**3
TICK_SECONDS = 0.5
KEPT_BYTES = 64 * 1024
CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)


class CutShort(RuntimeError):
    """A program was ended from outside, not by the file that it worked on; the same may succeed when it is tried again."""


@dataclass(frozen=True)
class Limits:
    """What one process may use: wall seconds, CPU seconds, bytes of address space, bytes per file, open files."""

    wall: float
    cpu: int
    memory: int = 3 * GIB
    file_bytes: int = 64 * GIB
    files: int = 256


@dataclass(frozen=True)
class Ending:
    """How a program ended: its return code (negative: the signal), what it said last, and whether time ran out."""

    code: int
    errors: str
    timed_out: bool
    seconds: float
    out: bytes = b""

    @property
    def hit_a_limit(self) -> bool:
        """Whether our limits ended it, and not a stranger's SIGKILL."""
        return self.timed_out or -self.code in (signal.SIGXCPU, signal.SIGXFSZ)

    @property
    def was_cut_short(self) -> bool:
        """Whether somebody else ended it: it did not crash, and hit no limit of ours."""
        return self.code < 0 and not self.hit_a_limit and -self.code not in CRASHES


def run(argv: list[str], folder: Path, limits: Limits, hear: Callable[[bytes], None] | None = None) -> Ending:
    """Run `argv` (absolute program first) in `folder` and wait; kills its whole process group on every way out.

    `hear` gets every line of stdout, and b"" at least twice a second; what it raises ends the run. Raises CutShort."""
    return _run([*tools.without_network(), *_cage(limits), *argv], folder, limits, hear)


def run_abroad(argv: list[str], folder: Path, limits: Limits, hear: Callable[[bytes], None] | None = None) -> Ending:
    """Run a program that fetches something, as `run` does, but with the network that this machine has."""
    return _run([*_cage(limits), *argv], folder, limits, hear)


def _run(argv: list[str], folder: Path, limits: Limits, hear: Callable[[bytes], None] | None) -> Ending:
    began = time.monotonic()
    process = _start(argv, folder)
    try:
        out, err, timed_out = _follow(process, began + limits.wall, hear)
        code = process.wait(timeout=5) if not timed_out else -signal.SIGKILL
    finally:
        _kill(process)
    ending = Ending(code, err.decode("utf-8", "replace"), timed_out, time.monotonic() - began, out)
    if ending.was_cut_short:
        raise CutShort(f"{Path(argv[0]).name} was ended by signal {-code}")
    return ending


def _cage(limits: Limits) -> list[str]:
    own = {
        "parent": os.getpid(),
        "as": limits.memory,
        "cpu": limits.cpu,
        "fsize": limits.file_bytes,
        "nofile": limits.files,
    }
    return [os.path.realpath(sys.executable), "-I", "-S", str(CAGE), json.dumps(own)]


def _start(argv: list[str], folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder), "MALLOC_ARENA_MAX": "2"},
        start_new_session=True,
        close_fds=True,
    )


def _follow(process: subprocess.Popen, deadline: float, hear: Callable | None) -> tuple[bytes, bytes, bool]:
    kept = {process.stdout: b"", process.stderr: b""}
    with selectors.DefaultSelector() as selector:
        for pipe in kept:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            if time.monotonic() > deadline:
                return kept[process.stdout], kept[process.stderr], True
            for key, _ in selector.select(TICK_SECONDS):
                _read(key.fileobj, kept, selector, hear if key.fileobj is process.stdout else None)
            if hear:
                hear(b"")
    return kept[process.stdout], kept[process.stderr], False


def _read(pipe, kept: dict, selector: selectors.BaseSelector, hear: Callable | None) -> None:
    chunk = os.read(pipe.fileno(), KEPT_BYTES)
    if not chunk:
        selector.unregister(pipe)
        return
    text = kept[pipe] + chunk
    if hear:
        *lines, text = text.split(b"\n")
        for line in lines:
            hear(line)
    kept[pipe] = text[-KEPT_BYTES:]


def _kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    process.stdout.close()
    process.stderr.close()
