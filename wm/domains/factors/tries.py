"""How often a second factor may be tried; each kind is counted for itself, so that using up one leaves the others.

Who knows the password could use up every try and so keep the owner out. Therefore one network gets a part of the tries,
all strangers together get no more than they can have, and the rest is kept for browsers that took a second step here before."""

from wm.domains import people
from wm.kernel import limits
from wm.kernel.errors import TooMany

QUARTER = 15 * 60
DAY = 24 * 3600
PER_NETWORK = 4
STRANGERS, KNOWN = 7, 3  # in a quarter of an hour, so that ten are looked at in all
STRANGERS_PER_DAY, KNOWN_PER_DAY = 30, 20
SETUPS = 10
CHALLENGES_PER_NETWORK = 120


def code(person_id: int, network: str, is_known: bool) -> None:
    """Count one code of an app. Raises TooManyTries (429)."""
    _one("code", person_id, network, is_known)


def recovery(person_id: int, network: str, is_known: bool) -> None:
    """Count one recovery code. Raises TooManyTries (429)."""
    _one("recovery", person_id, network, is_known)


def setup(person_id: int) -> None:
    """Count one code of an app that is being set up. Raises TooManyTries (429)."""
    _spend(f"factor:setup:{person_id}", SETUPS, QUARTER)


def challenge(network: str) -> None:
    """Count one challenge for a passkey. Raises TooManyTries (429)."""
    _spend(f"factor:challenge:{network}", CHALLENGES_PER_NETWORK, QUARTER)


def _one(kind: str, person_id: int, network: str, is_known: bool) -> None:
    """Count a try among those of known browsers while there are some, else among those of strangers."""
    if is_known:
        try:
            return _both(f"factor:{kind}:known:{person_id}", KNOWN, KNOWN_PER_DAY)
        except people.TooManyTries:
            pass  # whoever is known may go on as everybody else
    _spend(f"factor:{kind}:{person_id}:{network}", PER_NETWORK, QUARTER)
    return _both(f"factor:{kind}:{person_id}", STRANGERS, STRANGERS_PER_DAY)


def _both(name: str, per_quarter: int, per_day: int) -> None:
    _spend(name, per_quarter, QUARTER)
    _spend(name, per_day, DAY)


def _spend(name: str, limit: int, seconds: int) -> None:
    try:
        limits.spend(name, limit, seconds)
    except TooMany as refusal:
        raise people.TooManyTries(refusal.retry_after) from None
