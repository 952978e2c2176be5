"""Who a viewer is, for counting once: a person, an old acquaintance with our key, or a seat of a newcomer's network.

What a browser says of itself is its own invention, and so is throwing keys away. Therefore all newcomers of one network
share SEATS viewers per film and window, whatever they call themselves, and a network is given at most KEYS different
keys in one window, however often it asks: patience wins no more viewers than that either."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from wm.kernel import clock

KEY_LENGTH = 16
SALT = "viewer key"
SEATS = 4
KEYS = 256


@dataclass(frozen=True)
class Audience:
    """Whoever sends beats: a person's id if there is one, the signed key of the browser, its network and its name.

    A key counts by itself only once it is older than the window in which a view counts once. Until then its network is
    the viewer, in one of a few seats that the browser's name chooses."""

    person_id: int | None
    key: str
    network: str
    browser: str

    @property
    def viewer(self) -> str:
        """The text that stands for this viewer in our tables."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        known = _opened(self.key)
        if known and clock.now() - known[1] >= window():
            return f"key:{known[0]}"
        return f"near:{_digest(f'{self.network} {self._seat}')}"

    @property
    def _seat(self) -> int:
        return int(_digest(self.browser), 16) % SEATS

    @property
    def needs_key(self) -> bool:
        """Whether this browser should be given a key to come back with."""
        return self.person_id is None and _opened(self.key) is None


def window() -> timedelta:
    """Return the time in which a viewer counts once per film."""
    return timedelta(hours=current_app.config["VIEW_WINDOW_HOURS"])


def new_key(network: str) -> str:
    """Return a signed key with its date of issue, one of the KEYS that there are for `network` in this window."""
    period = int(clock.now().timestamp() // window().total_seconds())
    return _signer().sign(_digest(f"{network} {period} {secrets.randbelow(KEYS)}")[:KEY_LENGTH]).decode()


def _opened(key: str):
    try:
        value, issued = _signer().unsign(key, return_timestamp=True)
    except BadSignature:
        return None
    return value.decode(), issued


def _signer() -> TimestampSigner:
    return _ClockedSigner(current_app.config["SECRET_KEY"], salt=SALT, digest_method=hashlib.sha256)


class _ClockedSigner(TimestampSigner):
    """Dates by our clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def _digest(text: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]
