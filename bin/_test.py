"""usage: bin/test [--quick] [pytest arguments]

Sets up what the tests need (the rest of .venv, and with apt what is missing on the machine) and runs everything:
linters, house rules, domains and pages on SQLite and on MariaDB, the real nginx, a real browser.

  --quick           lint, templates, house rules and the quick tests on SQLite (bin/check)
  tests/people -k x anything else goes to pytest, on both databases

  TEST_DATABASE_URL mysql+pymysql://... uses that server; the tests make and drop databases that start with its name
  CI=true           whatever can't be had on this machine counts as a failure"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import _machine

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--no-header"]
PARALLEL = ["-n", "2", "--dist", "worksteal"]
# A fifth of their time tests wait for processes, encoders, browsers and clocks: a third process, or the front, computes meanwhile.
WAITING = ["-n", "3", "--dist", "worksteal"]
TOOL = str(Path(sys.executable).parent)
LINTS = {
    "lint": [f"{TOOL}/ruff", "check", "--quiet", "."],
    "format": [f"{TOOL}/ruff", "format", "--check", "--quiet", "."],
    "templates": [f"{TOOL}/djlint", "--lint", "--quiet", "wm/templates"],
    "htmx": [sys.executable, "bin/_lint.py"],
}
ELSEWHERE = ["--ignore=tests/browser", "--ignore=tests/front"]
HARD_STOP = ["--timeout-method=thread"]  # a page that hangs takes its test process along; another one goes on
QUICK = ["-m", "not slow"]
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed)")


class Part(NamedTuple):
    """One part of the whole: its name, its command, whether that is pytest (which counts for itself), and what the machine must have."""

    name: str
    command: list[str]
    is_pytest: bool = False
    needs: str = ""


def main(arguments: list[str]) -> int:
    """Run the parts, print the sum, return 1 when something failed."""
    os.chdir(ROOT)
    started = time.monotonic()
    quick = "--quick" in arguments
    selection = [a for a in arguments if a != "--quick"]
    if not quick:
        set_up()
    total, missing = Counter(), {} if os.environ.get("CI") == "true" else _machine.missing()
    for group in parts(quick, selection):
        total += run([part for part in group if part.needs not in missing])
        total += sum((skip(part) for part in group if part.needs in missing), Counter())
    print(summary(total, time.monotonic() - started), flush=True)
    return int(total["failed"] > 0 or not total["passed"])


def set_up() -> None:
    """Get what is missing, and say loudly what stays missing."""
    _machine.install(_machine.missing())
    _machine.lighten()
    if "Chromium" in _machine.missing():
        _machine.download_browser(sys.executable)
    for what in _machine.missing():
        print(f"!! {what} is not on this machine: its tests are skipped (in CI they fail)", flush=True)


def parts(quick: bool, selection: list[str]) -> list[list[Part]]:
    """What is to be run, cheapest first; what stands together runs side by side."""
    lints = [Part(name, command) for name, command in LINTS.items()]
    if selection:
        return [[on("sqlite", *selection)], [on("mysql", *selection)]]
    if quick:
        return [lints, [on("sqlite", *PARALLEL, *ELSEWHERE, *QUICK)]]
    return [
        lints,
        [on("sqlite", *PARALLEL, *ELSEWHERE), on("mysql", "tests/front", name="front")],
        [on("mysql", *WAITING, *ELSEWHERE)],
        [on("sqlite", *WAITING, *HARD_STOP, "tests/browser", name="browser")],
    ]


def on(database: str, *arguments: str, name: str = "") -> Part:
    command = [*PYTEST, f"--database={database}", *arguments]
    return Part(name or database, command, is_pytest=True, needs="MariaDB" if database == "mysql" else "")


def skip(part: Part) -> Counter:
    """Leave a part out, loudly."""
    print(
        f"== {part.name}\n!! SKIPPED: {part.needs} is not on this machine. Install it, or set TEST_DATABASE_URL.",
        flush=True,
    )
    return Counter(skipped=1)


def run(group: list[Part]) -> Counter:
    """Run parts side by side and show what they say one after the other; returns how much passed, failed and was skipped."""
    begun = []
    for part in group:
        out = tempfile.NamedTemporaryFile("w", prefix=f"wm-test-{part.name}-")  # noqa: SIM115 - closed with its part
        process = subprocess.Popen(part.command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        begun.append((part, process, out))
    return sum((shown(*each) for each in begun), Counter())


def shown(part: Part, process: subprocess.Popen, out) -> Counter:
    """Show what a part says until it ends, and count."""
    print(f"== {part.name}", flush=True)
    said = []
    with out, Path(out.name).open(encoding="utf-8", errors="replace") as log:
        while True:
            has_ended = process.poll() is not None  # asked first: what it said last is read after that
            if text := log.read():
                said.append(text)
                print(text, end="", flush=True)
            elif has_ended:
                break
            else:
                time.sleep(0.2)
    code, lines = process.returncode, "".join(said).splitlines()
    return counted(lines, code) if part.is_pytest else Counter(passed=code == 0, failed=code != 0)


def counted(said: list[str], code: int) -> Counter:
    """Read pytest's last line; a run that broke, or found nothing, counts as one failure."""
    found = Counter({word: int(number) for number, word in COUNT.findall(said[-1] if said else "")})
    failed = found["failed"] + found["error"]
    broke = code not in (0, 1, 5) or (code == 1 and not failed)
    return Counter(passed=found["passed"], failed=failed + broke, skipped=found["skipped"])


def summary(total: Counter, seconds: float) -> str:
    return f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped in {seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
