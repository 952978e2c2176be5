"""Makes .venv and installs one requirements file into it, once: _env.py requirements.txt [script [arguments]]

Needs nothing but the standard library. A second call costs the reading of two small files."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"


def main(requirements, script=None, *arguments):
    """Bring .venv up to date with `requirements`, then become `script` inside it."""
    if script and {"-h", "--help"} & set(arguments):
        sys.exit(__import__("runpy").run_path(script)["__doc__"].strip())
    with open(ROOT / requirements) as only_one_at_a_time:
        fcntl.flock(only_one_at_a_time, fcntl.LOCK_EX)
        prepare(requirements)
    if script:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of our many processes would compile everything anew
        os.execv(PYTHON, [str(PYTHON), script, *arguments])


def prepare(requirements):
    """Make what is missing: the environment itself, or packages in it."""
    if not works():
        make_environment()
    if not is_installed(requirements):
        install(requirements)


def works():
    """Is there an environment whose Python still starts (a moved folder breaks it)?"""
    try:
        return subprocess.run([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode == 0
    except OSError:
        return False


def make_environment():
    """Make .venv anew, also on systems whose Python came without ensurepip."""
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode and not has_pip():
        sys.exit(
            "This Python can't make virtual environments: please install python3-venv (or pip), then run this again."
        )
    if made.returncode:
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)


def has_pip():
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0


def pip():
    """The pip command that installs into .venv: its own, else the one beside us."""
    if (VENV / "bin" / "pip").exists():
        return [PYTHON, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", PYTHON]


def included(requirements):
    """The requirements file and those that it names with -r, outermost first."""
    lines = (ROOT / requirements).read_text().splitlines()
    return [requirements, *(name for line in lines if line.startswith("-r ") for name in included(line[3:].strip()))]


def digest(requirements):
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in included(requirements))).hexdigest()


def stamp(requirements):
    return VENV / f"{requirements}.sha256"


def is_installed(requirements):
    """Was exactly this text installed before?"""
    return stamp(requirements).exists() and stamp(requirements).read_text() == digest(requirements)


def install(requirements):
    """Run pip quietly, show that it lives, and remember what was installed."""
    count = sum("==" in line for name in included(requirements) for line in (ROOT / name).read_text().splitlines())
    print(f"Installing {count} packages from {requirements} (once; details in .venv/install.log)", flush=True)
    wheels_only = ["--only-binary", ":all:"] if requirements == "requirements.txt" else ["--prefer-binary"]
    command = [*pip(), "install", "--progress-bar", "off", "--no-input", *wheels_only, "-r", ROOT / requirements]
    started = time.monotonic()
    with open(LOG, "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        watch(process, started)
    if process.returncode:
        sys.exit(
            "\n".join(LOG.read_text().splitlines()[-12:])
            + f"\npip could not install {requirements}: the reason is above."
        )
    for name in included(requirements):
        stamp(name).write_text(digest(name))
    print(f"Installed in {time.monotonic() - started:.0f} s", flush=True)


def watch(process, started):
    """Show the seconds until `process` ends: in place on a terminal, every 20 s elsewhere."""
    beat, said = (1, "\r  {:.0f} s ") if sys.stdout.isatty() else (20, "  {:.0f} s\n")
    while True:
        try:
            return process.wait(timeout=beat)
        except subprocess.TimeoutExpired:
            print(said.format(time.monotonic() - started), end="", flush=True)
        except BaseException:
            process.kill()
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])
