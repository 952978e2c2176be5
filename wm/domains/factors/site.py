"""What this site is called by apps and passkeys: one name, and one origin, from our own settings."""

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from flask import current_app

ISSUER = "Weekmotion"


def host() -> str:
    """Return the name that passkeys are bound to; a number can't be one, so this machine is called localhost."""
    name = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    with suppress(ValueError):
        return "localhost" if ipaddress.ip_address(name).is_loopback else name
    return name


def origin() -> str:
    """Return the only origin whose answers count."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    return f"{parts.scheme}://{host()}" + (f":{parts.port}" if parts.port else "")
