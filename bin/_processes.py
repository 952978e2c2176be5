"""Keeps the processes of one site running: honcho's manager, but a child that ends is started again.

Children, and whatever they leave behind, are gone when the manager is."""

import ctypes
import multiprocessing
import os
import queue
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

from honcho import manager, process

GRACE = 3.0  # seconds that children have to end by themselves
LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps ending
STEADY = 60.0  # seconds after which a child counts as healthy again
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def prctl(option: int, value: int) -> None:
    """Ask the Linux kernel for `option`; elsewhere do nothing."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


class Popen(process.Popen):
    """A child that is told to end when its parent dies, and whose own group ends with it."""

    def __init__(self, cmd, **kwargs):
        super().__init__(cmd, preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM), **kwargs)
        threading.Thread(target=self._end_group, daemon=True).start()

    def _end_group(self):
        self.wait()
        _signal_group(self.pid, signal.SIGKILL)


class Process(process.Process):
    """What honcho runs for each child; it dies with the manager."""

    def run(self, events=None, ignore_signals=False):
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        self._child_ctor = Popen
        super().run(events, ignore_signals)


class Site(manager.Manager):
    """Runs every child until a signal; `last` names the one that is stopped after all others."""

    def __init__(self, last: str = "", say=print):
        super().__init__()
        self._process_ctor = Process
        self._last, self._say = last, say
        self._steps = []

    def add(self, name: str, command: list[str], *, ready=None, at_end=None) -> None:
        """Add a child. `ready` (a predicate) holds the next ones back; a child with `at_end` has one deed to do: its end
        is no crash, and `at_end` is called with its return code."""
        self.add_process(name, "exec " + " ".join(map(_quoted, command)))
        self._processes[name] |= {"ready": ready, "at_end": at_end, "pause": 1.0, "due": 0.0}

    def when(self, happens, then) -> None:
        """Call `then()` once, as soon as `happens()` is true."""
        self._steps.append((happens, then))

    def loop(self) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP, then stop everything within about four seconds."""
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._ask_to_stop())
        while not self._terminating:
            self._start_due()
            self._listen(0.1)
            self._take_steps()
        self._stop_everything()

    def _ask_to_stop(self):
        self._terminating = True

    def _start_due(self):
        for name, child in self._processes.items():
            if "process" not in child and time.monotonic() >= child["due"]:
                self._start_one(name)
            if child["ready"] and not child["ready"]():
                return
            child["ready"] = None

    def _start_one(self, name):
        child = self._processes[name]
        child["started"] = time.monotonic()
        child["process"] = multiprocessing.Process(name=name, target=child["obj"].run, args=(self.events, True))
        child["process"].start()

    def _listen(self, seconds):
        with suppress(queue.Empty):
            message = self.events.get(timeout=seconds)
            while True:
                self._hear(message)
                message = self.events.get_nowait()

    def _hear(self, message):
        if message.type == "line":
            self._printer.write(message)
        elif message.type == "start":
            self._processes[message.name]["pid"] = message.data["pid"]
        elif message.type == "stop":
            self._has_ended(message.name, message.data["returncode"])

    def _has_ended(self, name, code):
        child = self._processes[name]
        child.pop("pid")
        child.pop("process").join()
        child["due"] = float("inf")
        if self._terminating:
            return
        if child["at_end"]:
            child["at_end"](code)
            return
        child["pause"] = 1.0 if time.monotonic() - child["started"] > STEADY else min(child["pause"] * 2, LONGEST_PAUSE)
        child["due"] = time.monotonic() + child["pause"] / 2
        self._say(f"{name} ended (code {code}) and is started again.")

    def _take_steps(self):
        for step in [s for s in self._steps if s[0]()]:
            self._steps.remove(step)
            step[1]()

    def _stop_everything(self):
        others = [name for name in self._processes if name != self._last]
        self._stop(others, GRACE)
        self._stop([self._last], 1.0)
        _end_orphans()

    def _stop(self, names, grace):
        deadline = time.monotonic() + grace
        self._signal(names, signal.SIGTERM)
        while self._alive(names) and time.monotonic() < deadline:
            self._listen(0.05)
        self._signal(names, signal.SIGKILL)
        while self._alive(names) and time.monotonic() < deadline + 0.5:
            self._listen(0.05)

    def _alive(self, names):
        return [name for name in names if "process" in self._processes.get(name, {})]

    def _signal(self, names, number):
        for name in self._alive(names):
            if "pid" in self._processes[name]:
                _signal_group(self._processes[name]["pid"], number)


def _quoted(part):
    return "'" + str(part).replace("'", "'\\''") + "'"


def _signal_group(pid, number):
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _end_orphans():
    """Kill what our children started in sessions of their own (Linux hands orphans to us)."""
    for _ in range(20):
        orphans = [pid for pid in _children() if pid not in {c.pid for c in multiprocessing.active_children()}]
        if not orphans:
            return
        for pid in orphans:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _children():
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in task.read_text().split()] if task.exists() else []
