"""Where somebody comes from: the browser in words, and the network without the last digits."""

import ipaddress

from ua_parser import parse

from wm.domains.people import places

UNKNOWN = "Unknown browser"
NAME_LENGTH = 80
PREFIXES = {4: 24, 6: 56}
SHORTER = {"Mobile Safari": "Safari", "Chrome Mobile": "Chrome", "Firefox Mobile": "Firefox", "Mac OS X": "macOS"}
HANDHELD = ("iPhone", "iPad")


def described(user_agent: str) -> str:
    """Return a browser's User-Agent in a few words, for example "Firefox on Windows"."""
    seen = parse(user_agent[:500]) if user_agent else None
    if not seen or not seen.user_agent:
        return UNKNOWN
    browser = SHORTER.get(seen.user_agent.family, seen.user_agent.family)
    system = SHORTER.get(seen.os.family, seen.os.family) if seen.os else ""
    if seen.device and seen.device.family in HANDHELD:
        system = seen.device.family
    return (f"{browser} on {system}" if system else browser)[:NAME_LENGTH]


def network(address: str) -> str:
    """Return the network that `address` belongs to (/24 or /56), "" for something that is no address."""
    ip = _parsed(address)
    return str(ipaddress.ip_network((ip, PREFIXES[ip.version]), strict=False)) if ip else ""


def place(address: str) -> str:
    """Return in words where `address` is, as far as that can be told without asking anybody."""
    return places.place(_parsed(address), network(address))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip
