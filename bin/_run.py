"""usage: bin/run [--port 8000] [--host 127.0.0.1] [--no-demo] [--reset]

Sets Weekmotion up in this folder (no root, no compiler, nothing but pip) and runs it until Ctrl-C.

  --port N     where the site listens (8000)
  --host NAME  on which address (127.0.0.1: this machine only)
  --no-demo    start without the demo community
  --reset      first remove everything that was kept under var/: database, media, mail, Redis data

Every setting is an environment variable or a line in .env; .env.example lists them all."""

import argparse
import fcntl
import http.client
import os
import shutil
import socket
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import _processes
import _redis

import config

WEB_THREADS = 32  # a live stream holds one of them for as long as it lasts
GRANIAN = ("--respawn-failed-workers", "--workers-kill-timeout", "2")
USUAL_URL = next(setting.default for setting in config.SETTINGS if setting.name == "PUBLIC_URL")
DEMO = "flask --app wsgi demo seed"
PEOPLE, PASSWORD = "ada, ben, cy, mo, ruth or rosa", "weekmotion demo"  # a test compares them with wm/demo
LOCK = "run.lock"  # held while a site runs from this folder
DEMO_STATE = "demo"  # declined, wanted or seeded; settled by the first start


def main() -> None:
    options = parse()
    os.chdir(ROOT)
    settings = settle(options)
    var = Path(settings["VAR_DIR"])
    is_ours = (var / DEMO_STATE).exists()
    with one_instance(var, settings["PUBLIC_URL"]):
        if options.reset:
            empty(var, is_ours)
        refuse_busy_port(options.host, options.port)
        site = _processes.Site(last="redis", say=say)
        add_redis(site, var)
        prepare()
        add_gateway(site, options, var)
        add_children(site, options)
        add_welcome(site, options, settings, var)
        site.loop()
    say("Stopped.")


def settle(options: argparse.Namespace) -> dict:
    """The settings of this run; our children read the same from their environment."""
    settings = config.load()
    if settings["PUBLIC_URL"] == USUAL_URL:
        os.environ["PUBLIC_URL"] = f"http://{reachable(options.host)}:{options.port}"
    os.environ["VAR_DIR"] = str(Path(settings["VAR_DIR"]).resolve())
    if settings["LOG_LEVEL"] == "INFO":
        os.environ["LOG_LEVEL"] = "WARNING"  # a terminal shows what somebody should look at
    return config.load()


def parse() -> argparse.Namespace:
    """Read the options of the command line."""
    parser = argparse.ArgumentParser(prog="bin/run", usage=__doc__.removeprefix("usage: "), add_help=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument("--reset", action="store_true")
    return parser.parse_args()


def say(sentence: str) -> None:
    print(sentence, flush=True)


def reachable(host: str) -> str:
    """The address to open for a site that listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host


@contextmanager
def one_instance(var: Path, url: str):
    """Hold the folder for ourselves, or say who does."""
    var.mkdir(parents=True, exist_ok=True)
    with open(var / LOCK, "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            sys.exit(
                f"Weekmotion already runs from this folder: {lock.read().strip()}. Open that address, or stop it first."
            )
        lock.truncate(0)
        lock.write(f"{url} (process {os.getpid()})")
        lock.flush()
        yield


def refuse_busy_port(host: str, port: int) -> None:
    """End with one sentence when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"Port {port} on {host} can't be used ({error.strerror}): choose another with --port.")


def empty(var: Path, is_ours: bool) -> None:
    """Remove everything under `var`, saying so; only from a folder in which this site ran before."""
    things = [path for path in var.iterdir() if path.name != LOCK]
    if not is_ours and {path.name for path in things} - {"secret"}:
        sys.exit(f"{var} was not made by this site, so --reset leaves it alone: empty it by hand, or set VAR_DIR.")
    say(f"Removing {', '.join(sorted(path.name for path in things)) or 'nothing'} under {var}")
    for path in things:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def prepare() -> None:
    """Bring schema and static files up to date in a process of its own; its complaint is ours."""
    done = subprocess.run([sys.executable, "bin/_prepare.py"])
    if done.returncode:
        sys.exit(done.returncode)


def add_redis(site: _processes.Site, var: Path) -> None:
    """Let the site start a Redis of its own, unless the settings name one."""
    folder = var / "redis"
    if config.load()["REDIS_URL"] != f"unix://{folder / 'redis.sock'}?db=0":
        return
    server = _redis.binary() or sys.exit(_redis.MISSING)
    folder.mkdir(exist_ok=True)
    os.environ["REDIS_URL"] = f"unix://{_redis.socket_for(folder)}?db=0"
    site.add("redis", _redis.command(server, folder), ready=lambda: answers_ping(_redis.socket_for(folder)))


def answers_ping(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
        client.settimeout(0.5)
        client.connect(str(path))
        client.sendall(b"PING\r\n")
        return client.recv(16).startswith(b"+PONG")
    return False


def add_gateway(site: _processes.Site, options: argparse.Namespace, var: Path) -> None:
    """Play money: the sandbox gateway beside the site, unless the settings name another one, or do without."""
    settings = config.load()
    if "sandbox" not in settings["GATEWAYS"] or settings["SANDBOX_URL"] != config.OWN_SANDBOX:
        return
    port = free_port(options.host, options.port + 10)
    os.environ["SANDBOX_URL"] = f"http://{reachable(options.host)}:{port}"
    os.environ["SANDBOX_SECRET"] = settings["SANDBOX_SECRET"]
    site_url, books = f"http://{reachable(options.host)}:{options.port}", var / "sandbox.db"
    command = python(
        *f"-m wm.sandbox --host {options.host} --port {port} --site {site_url} --books".split(), str(books)
    )
    site.add("gateway", command, ready=lambda: accepts(options.host, port))


def free_port(host: str, first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    return next(port for port in range(first, first + 1000) if not accepts(host, port))


def accepts(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((reachable(host), port)) == 0


def add_children(site: _processes.Site, options: argparse.Namespace) -> None:
    """Web, then workers with the sweeper: the whole site."""
    web = f"-m granian --interface wsgi --host {options.host} --port {options.port} --workers 2 --no-log"
    threads = f"--blocking-threads={WEB_THREADS}"
    site.add(
        "web", python(*web.split(), threads, *GRANIAN, "wsgi:app"), ready=lambda: is_up(options.host, options.port)
    )
    site.add("workers", python("-m", "jobs.pool"))


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def add_welcome(site: _processes.Site, options: argparse.Namespace, settings: dict, var: Path) -> None:
    """Once the site answers: the demo community (the first time), then the sentence that people wait for."""
    state = var / DEMO_STATE

    def welcome():
        if not state.exists():
            wants = settings["ENVIRONMENT"] == "development" and not options.no_demo
            state.write_text("wanted" if wants else "declined")
        if state.read_text() == "wanted":
            seeded = python("-m", *DEMO.split())
            site.add("demo", seeded, at_end=lambda code: code or state.write_text("seeded"))
        say(greeting(settings["PUBLIC_URL"], state.read_text() != "declined", var))

    site.when(lambda: is_up(options.host, options.port), welcome)


def is_up(host: str, port: int) -> bool:
    """Does the site say that it lives?"""
    with (
        suppress(OSError, http.client.HTTPException),
        closing(http.client.HTTPConnection(reachable(host), port, 1)) as site,
    ):
        site.request("GET", "/health")
        return site.getresponse().status == 200
    return False


def greeting(url: str, has_demo: bool, var: Path) -> str:
    """What to open, who one may be, how to stop."""
    lines = ["", f"  Weekmotion   {url}"]
    if has_demo:
        lines += [
            "  Demo         its films appear within two minutes; be " + PEOPLE,
            f"               password: {PASSWORD}",
        ]
    return "\n".join([*lines, f"  Your data    {var}", "  Stop         Ctrl-C", ""])


if __name__ == "__main__":
    main()
