"""A tus client that is rude on purpose: it speaks over a bare socket and hangs up in the middle."""

import socket
import time
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

TYPE = "application/offset+octet-stream"


class Answer(NamedTuple):
    """What came back: the status (0: nothing), the headers in lower case, the body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """One browser session of somebody, spoken by hand."""

    def __init__(self, url: str, cookies: str, token: str):
        self.place = (urlsplit(url).hostname, urlsplit(url).port)
        self.steady = {"Host": urlsplit(url).netloc, "Cookie": cookies, "X-CSRFToken": token, "Tus-Resumable": "1.0.0"}

    def ask(self, method: str, path: str, body: bytes = b"", **headers) -> Answer:
        """Send a whole request and read the whole answer."""
        with self._sent(method, path, len(body), headers) as line:
            with suppress(ConnectionError):
                line.sendall(body)
            return _read(line)

    def hang_up(self, path: str, offset: int, body: bytes, after: int, reset: bool = False) -> None:
        """Begin a PATCH of `body` and cut the connection after so many bytes of it."""
        line = self.begin(path, offset, body, after)
        if reset:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        line.close()

    def begin(self, path: str, offset: int, body: bytes, after: int) -> socket.socket:
        """Begin a PATCH of `body`, send so many bytes of it, and leave the connection open."""
        line = self._sent("PATCH", path, len(body), {"Upload-Offset": offset, "Content-Type": TYPE})
        line.sendall(body[:after])
        return line

    def _sent(self, method: str, path: str, length: int, headers: dict) -> socket.socket:
        named = self.steady | {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Content-Length": None if "Transfer-Encoding" in named else length, "Connection": "close"}
        told = (f"{name}: {value}" for name, value in named.items() if value is not None)
        lines = [f"{method} {path} HTTP/1.1", *told, "", ""]
        line = socket.create_connection(self.place, timeout=30)
        line.sendall("\r\n".join(lines).encode())
        return line

    def create(self, size: int) -> str:
        """Open an upload and return its path."""
        answer = self.ask("POST", "/uploads/", **{"Upload-Length": size})
        assert answer.status == 201, answer
        return answer.headers["location"]

    def offset(self, path: str) -> int:
        """Where the server says that the upload stands."""
        return int(self.ask("HEAD", path).headers["upload-offset"])

    def patch(self, path: str, offset: int, body: bytes) -> Answer:
        """Send bytes and wait for the answer."""
        return self.ask("PATCH", path, body, **{"Upload-Offset": offset, "Content-Type": TYPE})

    def go_on(self, path: str, content: bytes, seconds: float = 30) -> None:
        """Finish an upload as an honest client does: ask for the offset, send the rest, wait when it is busy."""
        end = time.monotonic() + seconds
        while (at := self.offset(path)) < len(content):
            answer = self.patch(path, at, content[at:])
            assert answer.status in (204, 409, 423), answer
            assert time.monotonic() < end, "it stayed busy"
            if answer.status != 204:
                time.sleep(0.05)


def _read(line: socket.socket) -> Answer:
    came = b""
    with suppress(ConnectionError):
        while chunk := line.recv(65536):
            came += chunk
    if not came:
        return Answer(0, {}, b"")  # hung up
    head, _, body = came.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = (each.partition(": ") for each in rest)
    return Answer(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)
