"""Private, throw-away servers for tests: MariaDB on a socket, Redis on a socket, an S3 API over HTTP.

Each lives in a temporary folder, is reached by nobody else, and ends with the process that started it."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import _redis
import boto3
import pymysql
from _processes import PR_SET_PDEATHSIG, prctl

PATIENCE = 60.0  # seconds for a server to answer for the first time
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
SHARED_MEMORY = "/dev/shm"
MARIADB = {
    "skip-networking": "1",
    "skip-log-bin": "1",
    "performance-schema": "0",
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-doublewrite": "0",
    "innodb-log-file-size": "64M",
    "innodb-buffer-pool-size": "256M",
    "innodb-file-per-table": "0",
    "character-set-server": "utf8mb4",
    "max-connections": "300",
}


class Missing(RuntimeError):
    """A server program that this machine does not have; the message says which."""


def free_port() -> int:
    """A TCP port on loopback that nobody listens on, below those that the system hands out to clients."""
    while True:
        port = random.randrange(18000, 32000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def memory(room: int = 0) -> str | None:
    """A disk that forgets, and is quick for that, if there is one with `room` bytes left."""
    is_there = os.access(SHARED_MEMORY, os.W_OK) and shutil.disk_usage(SHARED_MEMORY).free >= room
    return SHARED_MEMORY if is_there else None


def wait_until(happens: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Return as soon as `happens()` is true. Raises TimeoutError that names `what`."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.03)


def accepts(address) -> bool:
    """Does somebody listen at a (host, port) or at a socket path?"""
    family = socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX
    with socket.socket(family) as client:
        client.settimeout(1)
        return client.connect_ex(address if isinstance(address, tuple) else str(address)) == 0


class Server:
    """A child process in a folder of its own; `log` is what it said."""

    def __init__(self, name: str, command: list[str], *, env: dict[str, str] | None = None, folder: Path | None = None):
        self.folder = folder or Path(tempfile.mkdtemp(prefix=f"wm-{name}-"))
        self.name, self.log, self.read_to = name, self.folder / f"{name}.log", 0
        self.process = subprocess.Popen(
            command,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(env or {})},
            start_new_session=True,
            preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
        )

    def wait_for(self, happens: Callable[[], bool]) -> None:
        """Wait until it answers; if it ends instead, raise with its last words."""

        def answered_or_ended():
            return happens() or self.process.poll() is not None

        wait_until(answered_or_ended, f"the start of {self.name}")
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended at once: {self.last_words()}")

    def last_words(self, count: int = 2000) -> str:
        return self.log.read_text(errors="replace")[-count:] if self.log.exists() else ""

    def news(self) -> str:
        """What it said since this was asked last."""
        with self.log.open(errors="replace") as log:
            log.seek(self.read_to)
            text, self.read_to = log.read(), log.tell()
        return text

    def kill(self) -> None:
        """End it the hard way, as a power cut would."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it and everything it started, and remove its folder."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self._signal(signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


class Redis(Server):
    """A Redis that never evicts, on a unix socket."""

    def __init__(self, folder: Path | None = None):
        program = _redis.binary()
        if program is None:
            raise Missing("redis-server")
        folder = folder or Path(tempfile.mkdtemp(prefix="wm-redis-"))
        self.socket = _redis.socket_for(folder)
        self.url = f"unix://{self.socket}?db=0"
        super().__init__("redis", _redis.command(program, folder), folder=folder)
        self.wait_for(lambda: accepts(self.socket))


class MariaDB(Server):
    """A MariaDB that answers on a socket only; root needs no password there. `options` are the server's own.

    It lies `under` that folder, or where temporary files do."""

    def __init__(self, *, under: str | None = None, **options: str):
        server, installer = shutil.which("mariadbd", path=PATH), shutil.which("mariadb-install-db", path=PATH)
        if not server or not installer:
            raise Missing("mariadb-server")
        folder = Path(tempfile.mkdtemp(prefix="wm-mariadb-", dir=under))
        self.socket = folder / "db.sock"
        self._install(installer, folder)
        given = {name.replace("_", "-"): value for name, value in options.items()}
        options = MARIADB | given | {"datadir": str(folder / "data"), "socket": str(self.socket), **as_root()}
        command = [server, "--no-defaults", *(f"--{name}={value}" for name, value in options.items())]
        super().__init__("mariadb", command, folder=folder)
        self.wait_for(lambda: accepts(self.socket))

    def _install(self, installer: str, folder: Path) -> None:
        options = {"datadir": str(folder / "data"), "auth-root-authentication-method": "normal", **as_root()}
        quick = ["--no-defaults", "--skip-test-db", "--innodb-log-file-size=64M"]
        command = [installer, *quick, *(f"--{name}={value}" for name, value in options.items())]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE * 2)

    def url(self, database: str) -> str:
        """The address of one database on this server, as SQLAlchemy wants it."""
        return f"mysql+pymysql://root@localhost/{database}?unix_socket={self.socket}&charset=utf8mb4"


def as_root() -> dict[str, str]:
    return {"user": "root"} if os.geteuid() == 0 else {}


class S3(Server):
    """moto's S3 over HTTP; it takes any keys and forgets everything at its end."""

    keys = ("tester", "not-a-secret")

    def __init__(self):
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        super().__init__("s3", [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])
        self.wait_for(lambda: accepts(("127.0.0.1", port)))

    def bucket(self, name: str) -> dict[str, str]:
        """Make a bucket and return what the site needs to be told to keep its files there."""
        key, secret = self.keys
        keys = {"aws_access_key_id": key, "aws_secret_access_key": secret, "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=self.endpoint, **keys).create_bucket(Bucket=name)
        return {"S3_ENDPOINT_URL": self.endpoint, "S3_BUCKET": name, "S3_ACCESS_KEY": key, "S3_SECRET_KEY": secret}


@contextmanager
def database(url) -> Iterator[None]:
    """The MySQL database that `url` (SQLAlchemy's) names, empty at first and gone at the end."""
    connection = pymysql.connect(
        host=url.host or "localhost",
        port=url.port or 3306,
        user=url.username,
        password=url.password or "",
        unix_socket=url.query.get("unix_socket"),
        autocommit=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS `{url.database}`")
        cursor.execute(f"CREATE DATABASE `{url.database}` CHARACTER SET utf8mb4")
    connection.close()
    yield
    connection.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE `{url.database}`")
