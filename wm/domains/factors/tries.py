"""How often a second factor may be tried; each kind is counted for itself, so that using up one leaves the others."""

from wm.domains import people
from wm.kernel import limits
from wm.kernel.errors import TooMany

QUARTER = 15 * 60
DAY = 24 * 3600
CODES = 10
CODES_PER_DAY = 50
CHALLENGES_PER_NETWORK = 120


def code(person_id: int) -> None:
    """Count one code of an app. Raises TooManyTries (429)."""
    _spend(f"factor:code:{person_id}", CODES, QUARTER)
    _spend(f"factor:code:{person_id}", CODES_PER_DAY, DAY)


def recovery(person_id: int) -> None:
    """Count one recovery code. Raises TooManyTries (429)."""
    _spend(f"factor:recovery:{person_id}", CODES, QUARTER)


def challenge(network: str) -> None:
    """Count one challenge for a passkey. Raises TooManyTries (429)."""
    _spend(f"factor:challenge:{network}", CHALLENGES_PER_NETWORK, QUARTER)


def _spend(name: str, limit: int, seconds: int) -> None:
    try:
        limits.spend(name, limit, seconds)
    except TooMany as refusal:
        raise people.TooManyTries(refusal.retry_after) from None
