"""Where an address is, in words: told from the address itself, and from a MaxMind database where there is one."""

import logging
from functools import cache
from ipaddress import IPv4Address, IPv6Address

import maxminddb
from flask import current_app

LENGTH = 80
log = logging.getLogger(__name__)


def place(ip: IPv4Address | IPv6Address | None, network: str) -> str:
    """Return the place of `ip` for its owner to recognise: a city and country, else what is known of its `network`."""
    if ip is None:
        return "Unknown place"
    if ip.is_loopback:
        return "This computer"
    if ip.is_private:
        return "Local network"
    return _looked_up(ip) or f"Network {network}"


def _looked_up(ip: IPv4Address | IPv6Address) -> str:
    path = current_app.config["GEOIP_DATABASE"]
    try:
        found = (_database(path).get(ip) or {}) if path else {}
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
        log.warning("GEOIP_DATABASE %s can't be read: %s", path, error)
        return ""
    names = [found.get(part, {}).get("names", {}).get("en") for part in ("city", "country")]
    return ", ".join(name for name in names if name)[:LENGTH]


@cache
def _database(path: str) -> maxminddb.Reader:
    return maxminddb.open_database(path)
