"""Requests to addresses that people typed: the one way out, which can't be turned on the inside.

An address is resolved once, every answer of DNS is judged, and the connection goes to what was judged (see
addresses.py), so that a name which changes its mind leads nowhere else. No redirect is followed unless asked, and then each
hop is read, resolved, judged and pinned anew. No proxy, no cookie, no password; time and bytes end."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

import certifi
import urllib3
from flask import current_app

from wm.kernel import addresses, pinned
from wm.kernel.addresses import Address, BadAddress
from wm.kernel.errors import DomainError, TooLarge

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
CHUNK = 64 * 1024
MOVED = (301, 302, 303, 307, 308)
ASKING = {"User-Agent": "Weekmotion (fetches what its people ask for)", "Accept": "*/*", "Accept-Encoding": "identity"}
DEVELOPING = ("development", "testing")


class Unreachable(DomainError):
    status, code = 422, "unreachable"
    message = (
        "Nobody answers at this address right now. Open it in your browser to see whether it works, then try again."
    )


class TooSlow(DomainError):
    status, code = 422, "too_slow"
    message = "The other side takes too long to answer. Try again later."


class TooMuch(TooLarge):
    code = "too_much"
    message = "There is more behind this address than we fetch."


class TooManyHops(BadAddress):
    code = "too_many_hops"
    message = "This address leads on to another one, and that to the next. Give the address where the file itself lies."


@dataclass(frozen=True)
class Wish:
    """What one request may take: seconds in all, bytes of its answer, redirects, and further headers to send."""

    seconds: float = 5.0
    most: int = 1024 * 1024
    hops: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class Answer:
    """What the other side says: status, headers (their names in any case), where it came from, and its bytes, once."""

    def __init__(self, reply, address: Address, most: int, is_late):
        self.status, self.headers, self.url = reply.status, reply.headers, address.url
        self._reply, self._most, self._is_late = reply, most, is_late

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes as they come. Raises TooMuch (413), TooSlow, Unreachable when the line is cut (422)."""
        told = self.headers.get("Content-Length", "")
        if told.isdigit() and int(told) > self._most:
            raise TooMuch()
        count = 0
        with _explained(self._is_late):
            while chunk := self._reply.read1(CHUNK, decode_content=False):
                if (count := count + len(chunk)) > self._most:
                    raise TooMuch()
                yield chunk
            if self._is_late():
                raise TimeoutError  # cut by our own clock, which looks like an end

    def read(self) -> bytes:
        """Return all bytes. Raises as `chunks`."""
        return b"".join(self.chunks())


@contextmanager
def opened(url: str, wish: Wish = Wish()) -> Iterator[Answer]:
    """GET `url`; give the answer with its bytes still to be read, and close the line at the end.

    Raises BadAddress, NotOpen, NoSuchPlace, TooManyHops, Unreachable, TooSlow (422)."""
    deadline, hops = time.monotonic() + wish.seconds, wish.hops
    address = judged(url)
    while True:
        with _asked(address, wish, deadline) as (reply, is_late):
            onward = reply.headers.get("Location") if reply.status in MOVED and wish.hops else None
            if onward is None:
                yield Answer(reply, address, wish.most, is_late)
                return
        hops -= 1
        if hops < 0:
            raise TooManyHops()
        address = judged(urljoin(address.url, onward))


def fetch(url: str, wish: Wish = Wish()) -> tuple[Answer, bytes]:
    """GET `url` and return the answer and all its bytes. Raises as `opened`, and TooMuch (413)."""
    with opened(url, wish) as answer:
        return answer, answer.read()


def judged(url: str) -> Address:
    """Read an address by the settings of this site. Raises BadAddress (422); where it leads is judged when it is asked."""
    return addresses.read(url, {int(port) for port in current_app.config["OUTBOUND_PORTS"].split(",")})


def places(address: Address) -> list[tuple]:
    """Return where an address leads, by the settings of this site. Raises NoSuchPlace, NotOpen (422)."""
    may_loop = current_app.config["OUTBOUND_LOOPBACK"] and current_app.config["ENVIRONMENT"] in DEVELOPING
    return addresses.resolve(address, may_loop)


@contextmanager
def _asked(address: Address, wish: Wish, deadline: float) -> Iterator:
    """Send one request over a line of its own, and give the reply before its body."""
    line, over = None, threading.Event()
    try:
        with _explained(over.is_set):
            line = _line(address, deadline)
            watch = threading.Timer(max(0.0, deadline - time.monotonic()), lambda: (over.set(), line.end()))
            watch.daemon = True
            watch.start()
            line.request(
                "GET", address.target, headers=ASKING | wish.headers, preload_content=False, decode_content=False
            )
            if over.is_set():
                raise TimeoutError
            line.timeout = READ_SECONDS
            reply = line.getresponse()
        yield reply, over.is_set
    finally:
        if line is not None:
            watch.cancel()
            line.leave()


def _line(address: Address, deadline: float) -> pinned.Plain | pinned.Safe:
    judged_places = places(address)
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooSlow()
    known = {"port": address.port, "timeout": min(CONNECT_SECONDS, left)}
    if address.scheme == "https":
        line = pinned.Safe(address.host, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(), **known)
    else:
        line = pinned.Plain(address.host, **known)
    line.places = judged_places
    return line


@contextmanager
def _explained(is_late) -> Iterator[None]:
    """Say in our words what went wrong on the line."""
    try:
        yield
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        slow = is_late() or isinstance(error, (TimeoutError, urllib3.exceptions.TimeoutError))
        raise (TooSlow if slow else Unreachable)() from error
