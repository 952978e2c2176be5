"""What the tests need from the machine beyond pip: which programs are missing, and apt to get them."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import _redis

PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
POLICY = Path("/usr/sbin/policy-rc.d")  # Debian asks it whether a freshly installed service may start
SECONDS = 900
SHELL = "chromium-headless-shell"  # the same engine without windows, which cost work even where none is open
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def has(*programs: str) -> bool:
    """Are all of `programs` on this machine?"""
    return all(shutil.which(program, path=PATH) for program in programs)


def browser() -> str | None:
    """A Chromium on PATH that really starts (some are only a note about where to get one)."""
    for name in BROWSERS:
        path = shutil.which(name, path=PATH)
        if path and subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60).returncode == 0:
            return path
    return None


def missing() -> dict[str, list[str]]:
    """What is not here: for people, with the Debian packages that bring it."""
    needs = {
        "MariaDB": (
            has("mariadbd", "mariadb-install-db") or bool(os.environ.get("TEST_DATABASE_URL")),
            ["mariadb-server"],
        ),
        "Redis": (_redis.binary() is not None, ["redis-server"]),
        "Chromium": (browser() is not None, [SHELL]),
        "ffprobe": (has("ffmpeg", "ffprobe"), ["ffmpeg"]),
        "nginx": (has("nginx"), ["nginx", "libnginx-mod-http-brotli-filter", "libnginx-mod-http-brotli-static"]),
    }
    return {what: packages for what, (is_here, packages) in needs.items() if not is_here}


def install(wanted: dict[str, list[str]]) -> None:
    """Get `wanted` with apt where we may; what could not be had is simply still missing afterwards."""
    if not wanted or os.geteuid() != 0 or not has("apt-get"):
        return
    print(f"Installing {', '.join(wanted)} with apt (once)", flush=True)
    with no_service_starts():
        _apt("update", "-qq")
        for packages in wanted.values():
            _apt("install", "-y", "-qq", "--no-install-recommends", *packages)


def lighten() -> None:
    """Get the Chromium without windows as well, where that is one quick step; another one does what it does, in more time."""
    if os.geteuid() != 0 or not has("apt-cache", "apt-get") or has(SHELL):
        return
    asked = {"env": {**os.environ, "LC_ALL": "C"}, "timeout": 60}
    offered = subprocess.run(["apt-cache", "policy", SHELL], check=False, capture_output=True, text=True, **asked)
    if "Candidate: " in offered.stdout and "Candidate: (none)" not in offered.stdout:
        print("Installing a lighter Chromium with apt (once)", flush=True)
        hasty = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::https::Timeout=10")
        _apt(*hasty, "install", "-y", "-qq", "--no-install-recommends", SHELL)


def _apt(*arguments: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-o", "Dpkg::Use-Pty=0", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=quiet, timeout=SECONDS
    )
    if done.returncode:
        print(f"apt-get {' '.join(arguments)} failed: {done.stderr.strip()[-500:]}", flush=True)


@contextmanager
def no_service_starts():
    """Keep a freshly installed server from starting by itself; the tests start their own."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)


def download_browser(python: str) -> None:
    """Fetch Playwright's own Chromium, the last resort."""
    print("Downloading Playwright's Chromium (once)", flush=True)
    subprocess.run(
        [python, "-m", "playwright", "install", "chromium"], check=False, stdin=subprocess.DEVNULL, timeout=SECONDS
    )
