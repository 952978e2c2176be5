"""Addresses that people type: read strictly, once, and judged by where they really lead."""

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import idna

from wm.kernel.errors import Invalid

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
REQUEST_SAFE = "!#$%&'()*+,/:;=?@[]~"
IP = ipaddress.IPv4Address | ipaddress.IPv6Address

# What is not the open internet although its numbers look like it: addresses that stand for another one (6to4, Teredo,
# NAT64 lie outside 2000::/3 or here) would lead round every rule about that other one. IANA special-purpose registries.
NOT_OPEN = [
    ipaddress.ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
]
OPEN_V6 = ipaddress.ip_network("2000::/3")
STRANGE = re.compile(r"[\x00-\x20\x7f\\<>\"{}|^`]")
NUMBERS = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)")


class BadAddress(Invalid):
    code = "bad_address"
    message = "This is not an address that we can fetch from. It should look like https://example.org/film.mp4."


class NotOpen(BadAddress):
    """The address leads to a machine that is not on the open internet."""

    code = "not_open"
    message = "This address does not lead to a public place on the internet, so we don't fetch from it."


class NoSuchPlace(BadAddress):
    code = "no_such_place"
    message = "There is no such place on the internet. Check the address for a typing mistake."


class Address(NamedTuple):
    """One address, taken apart: `host` in ASCII as DNS and certificates write it, `target` is what the server is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The address in one piece."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{'' if self.port == PORTS[self.scheme] else f':{self.port}'}{self.target}"


def read(url: str, ports: Collection[int] = (80, 443)) -> Address:
    """Take `url` apart. Raises BadAddress (422) for other schemes and ports, passwords, and what is no address."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        scheme, name, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        raise BadAddress() from None
    if len(url) > LONGEST or STRANGE.search(url) or scheme not in PORTS or "@" in parts.netloc or not name:
        raise BadAddress()
    port = PORTS[scheme] if port is None else port
    if port not in ports:
        raise BadAddress()
    target = quote(parts.path or "/", safe=REQUEST_SAFE) + (
        f"?{quote(parts.query, safe=REQUEST_SAFE)}" if parts.query else ""
    )
    return Address(scheme, _host(name), port, target)


def _host(name: str) -> str:
    """Return a host name as DNS knows it, or a plain IP address. Raises BadAddress, also for numbers in disguise."""
    if ":" in name:
        return str(_ip(name))
    try:
        plain = idna.encode(name, uts46=True, transitional=False).decode().rstrip(".")
    except (idna.IDNAError, UnicodeError):
        plain = name.rstrip(".") if name.isascii() else ""
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?", plain) or ".." in plain or len(plain) > 253:
        raise BadAddress()
    return str(_ip(plain)) if NUMBERS.fullmatch(plain.rpartition(".")[2]) else plain


def _ip(text: str) -> IP:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise BadAddress() from None


def is_open(address: str) -> bool:
    """Whether an IP address is one machine on the open internet."""
    ip = ipaddress.ip_address(address)
    if ip.version == 6 and (ip not in OPEN_V6 or ip.scope_id):
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in NOT_OPEN if net.version == ip.version)


def resolve(address: Address, may_loop: bool = False) -> list[tuple]:
    """Return where `address` leads, as (family, socket address), asked of DNS once; all of them are judged.

    Raises NoSuchPlace, NotOpen (422). `may_loop`: this machine itself will do, for tests."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoSuchPlace() from None
    places = [(family, place) for family, _, _, _, place in found if family in (socket.AF_INET, socket.AF_INET6)]
    if not places:
        raise NoSuchPlace()
    if not all(is_open(place[0]) or (may_loop and place[0] in ("127.0.0.1", "::1")) for _, place in places):
        raise NotOpen()
    return places
