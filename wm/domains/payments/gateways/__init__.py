"""The gateways: three ways to speak to the world of money behind one interface."""

from flask import current_app

from wm.domains.payments.errors import NoSuchGateway
from wm.domains.payments.gateways.bank import Bank
from wm.domains.payments.gateways.interface import (
    Claim,
    Event,
    Gateway,
    Refused,
    Standing,
    Transaction,
    Unknown,
    Unreachable,
)
from wm.domains.payments.gateways.line import patient
from wm.domains.payments.gateways.sandbox import Sandbox
from wm.domains.payments.gateways.stripe import Stripe

ALL: dict[str, Gateway] = {each.name: each for each in (Sandbox(), Stripe(), Bank())}


def offered() -> list[Gateway]:
    """Return the gateways that this site uses, in the order of its settings."""
    names = [name.strip() for name in current_app.config["GATEWAYS"].split(",")]
    return [ALL[name] for name in names if name in ALL and ALL[name].is_ready()]


def named(name: str) -> Gateway:
    """Return the gateway of that name when this site uses it. Raises NoSuchGateway (422)."""
    for gateway in offered():
        if gateway.name == name:
            return gateway
    raise NoSuchGateway()


def rested(name: str) -> None:
    """Let the gateway of that name be asked at once, however often it did not answer."""
    line = getattr(ALL[name], "line", None)
    if line is not None:
        line.breaker.close()


__all__ = [
    "ALL",
    "Claim",
    "Event",
    "Gateway",
    "Refused",
    "Standing",
    "Transaction",
    "Unknown",
    "Unreachable",
    "named",
    "offered",
    "patient",
    "rested",
]
