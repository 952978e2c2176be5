"""Where people sign in from, for telling whether two accounts are one person: network and browser together."""

import ipaddress
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from wm.domains.people.devices import UNKNOWN
from wm.domains.people.models import Session
from wm.kernel.db import db


class Whereabout(NamedTuple):
    """A network without its last digits, and a browser in words."""

    network: str
    device: str


def whereabouts(person_ids: Collection[int], since: datetime) -> dict[int, set[Whereabout]]:
    """Return where each of these people has used a session since a moment.

    What tells nothing is left out: a browser that says nothing of itself, and this machine's own network."""
    wanted = select(Session.person_id, Session.network, Session.device).distinct()
    wanted = wanted.where(Session.person_id.in_(person_ids), Session.last_used_at >= since)
    found: dict[int, set[Whereabout]] = {}
    for person_id, network, device in db.session.execute(wanted):
        if device not in ("", UNKNOWN) and _tells_something(network):
            found.setdefault(person_id, set()).add(Whereabout(network, device))
    return found


def _tells_something(network: str) -> bool:
    try:
        return not ipaddress.ip_network(network).is_loopback
    except ValueError:
        return False
