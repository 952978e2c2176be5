"""A line to an object store on which a part of all calls goes wrong, and what must come of it (V17)."""

import http.client
import random
import threading
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from tests import services
from wm.kernel.errors import NotFound
from wm.kernel.storage import S3Store

MIB = 1024 * 1024
SIZES = (0, 1, 300_000, 5 * MIB, 17 * MIB + 11)  # one call, one part, several parts
SAID = b"<?xml version='1.0'?><Error><Code>%s</Code><Message>later</Message></Error>"
TRIES = 6  # of a job, as the queue gives them


class Line(ThreadingHTTPServer):
    """Passes requests on to `endpoint`; `share` of them are refused, lost, answered with an error, or cut in the middle."""

    daemon_threads = True

    def __init__(self, endpoint: str, share: float, seed: int = 1):
        super().__init__(("127.0.0.1", 0), Passing)
        self.there, self.share, self.dice = urlsplit(endpoint).netloc, share, random.Random(seed)
        self.faults, self.calls = Counter(), 0
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def fault(self) -> str:
        """Throw the dice for one call."""
        self.calls += 1
        kind = self.dice.choice(("closed", "error", "slow", "lost", "cut")) if self.dice.random() < self.share else ""
        self.faults.update([kind] if kind else [])
        return kind


class Passing(BaseHTTPRequestHandler):
    """One call."""

    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.fault()
        if fault in ("error", "slow"):
            code, word = (500, b"InternalError") if fault == "error" else (503, b"SlowDown")
            return self.say(code, {}, SAID % word)
        if fault == "closed":
            return self.end()
        status, headers, answer = self.asked(body)
        if fault == "lost" or (fault == "cut" and not answer):
            return self.end()
        self.say(status, headers, answer, cut=fault == "cut")

    def asked(self, body):
        door = http.client.HTTPConnection(self.server.there, timeout=60)
        door.request(self.command, self.path, body, dict(self.headers))
        answer = door.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        door.close()
        return found

    def say(self, status, headers, answer, cut=False):
        length = headers.get("Content-Length") if self.command == "HEAD" else str(len(answer))
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer[: len(answer) // 2] if cut else answer)
        if cut:
            self.end()

    def end(self):
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(2)

    def log_message(self, *_):
        pass

    def handle(self):
        with suppress(ConnectionError, BrokenPipeError):
            super().handle()


for _method in ("GET", "PUT", "POST", "DELETE", "HEAD"):
    setattr(Passing, f"do_{_method}", Passing.pass_on)


def store_over(line: Line, bucket: str, keys: tuple[str, str]) -> S3Store:
    """The store as the site uses it, over this line."""
    return S3Store(line.url, bucket, *keys, region="us-east-1")


def repeated(deed):
    """Do it again as the queue would: a job that failed is tried five times more."""
    for left in reversed(range(TRIES)):
        try:
            return deed()
        except (BotoCoreError, ClientError, OSError, NotFound):
            if not left:
                raise
            time.sleep(0.2)
    return None


def run(_app, count: int, share: float = 0.3, **options) -> dict[str, int]:
    """Ask a store of its own over such a line (V17); `options` are those of the store's client."""
    server = services.S3()
    try:
        told, line = server.bucket("line"), Line(server.endpoint, share)
        clean = S3Store(server.endpoint, told["S3_BUCKET"], *server.keys, region="us-east-1")
        store = S3Store(line.url, told["S3_BUCKET"], *server.keys, region="us-east-1", **options)
        with TemporaryDirectory() as folder:
            return survive(line, store, clean, Path(folder), count)
    finally:
        server.stop()


def bad(found: dict[str, int]) -> int:
    """How many objects came back otherwise than they were written, and how many writes were left unfinished."""
    return found["bad"] + found["dangling"]


def run_broken(app, _count: int) -> dict[str, int]:
    """The control: whoever writes does not look whether it went well, and nobody sweeps."""
    with patch.multiple(__name__, repeated=careless, sweep=lambda _store: 0):
        return run(app, 10, retries={"max_attempts": 1})


def careless(deed):
    """Do it once, whatever comes of it."""
    with suppress(BotoCoreError, ClientError, OSError, NotFound):
        return deed()


def survive(line: Line, store: S3Store, clean: S3Store, folder, count: int) -> dict[str, int]:
    """Write and read `count` objects over the line; return films (objects), bad (not byte for byte what was written), dangling.

    A third each is put, given away as a file, and written in parts; `clean` is the same bucket without faults."""
    dice, wrong = random.Random(count), 0
    for number in range(count):
        content = dice.randbytes(SIZES[number % len(SIZES)])
        key, back = f"raw/{number}", folder / f"back-{number}"
        repeated(lambda key=key, content=content, number=number: _written(store, key, content, folder, number))
        repeated(lambda key=key, back=back: store.fetch(key, back))
        wrong += not back.exists() or back.read_bytes() != content or clean.stat(key) is None
        back.unlink(missing_ok=True)
    swept = repeated(lambda: sweep(store))
    return {"films": count, "bad": wrong, "swept": swept, "dangling": len(list(clean.drafts()))}


def sweep(store: S3Store) -> int:
    """End all multipart writes, as the nightly sweep does with those that nobody knows."""
    found = list(store.drafts())
    for draft in found:
        repeated(lambda draft=draft: store.abort(draft.key, draft.ref))
    return len(found)


def _written(store: S3Store, key: str, content: bytes, folder, number: int) -> None:
    if number % 3 == 0 and len(content) < MIB:
        return store.put(key, content)
    if number % 3 == 1 or not content:
        path = folder / f"out-{number}"
        path.write_bytes(content)
        return store.take_path(key, path)
    ref, size = store.begin(key), store.part_min_bytes
    starts = range(0, len(content), size)
    parts = [
        store.put_part(key, ref, n, [content[at : at + size]], len(content[at : at + size]))
        for n, at in enumerate(starts, 1)
    ]
    return store.complete(key, ref, parts)
