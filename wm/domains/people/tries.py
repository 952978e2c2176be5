"""How often a password, a mail or a new account may be tried, without locking an owner out."""

from wm.domains.people.errors import TooManyTries
from wm.kernel import limits
from wm.kernel.errors import TooMany

QUARTER = 15 * 60
HOUR = 3600
DAY = 24 * HOUR
PASSWORDS_PER_ACCOUNT = 10
PASSWORDS_PER_ACCOUNT_AND_DAY = 50
PASSWORDS_PER_NETWORK = 60
PASSWORDS_PER_DEVICE = 10
MAILS_PER_NAME = 5
REQUESTS_PER_NETWORK = 30


def password(account: str, network: str) -> None:
    """Count one password tried for `account` from a browser that never signed in there. Raises TooManyTries (429)."""
    _spend(f"password:network:{network}", PASSWORDS_PER_NETWORK, QUARTER)
    _spend(f"password:account:{account}", PASSWORDS_PER_ACCOUNT_AND_DAY, DAY)
    _spend(f"password:account:{account}", PASSWORDS_PER_ACCOUNT, QUARTER)


def password_on_known_device(account: str, device: str) -> None:
    """Count one password tried by a browser that has signed in to `account` before: nobody else can use this up."""
    _spend(f"password:device:{device}:{account}", PASSWORDS_PER_DEVICE, QUARTER)


def current_password(account: str) -> None:
    """Count one password asked of somebody who is signed in. Raises TooManyTries (429)."""
    _spend(f"password:again:{account}", PASSWORDS_PER_ACCOUNT, QUARTER)


def mail(purpose: str, name: str, network: str) -> None:
    """Count one mail that a stranger makes us send. Raises TooManyTries (429)."""
    _spend(f"{purpose}:network:{network}", REQUESTS_PER_NETWORK, HOUR)
    _spend(f"{purpose}:name:{name}", MAILS_PER_NAME, HOUR)


def _spend(name: str, limit: int, seconds: int) -> None:
    try:
        limits.spend(name, limit, seconds)
    except TooMany as refusal:
        raise TooManyTries(refusal.retry_after) from None
