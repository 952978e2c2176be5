"""Who a viewer is, for counting once: a person, an old acquaintance with our key, or a newcomer's network and browser."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from wm.kernel import clock, ids

KEY_LENGTH = 16
SALT = "viewer key"


@dataclass(frozen=True)
class Audience:
    """Whoever sends beats: a person's id if there is one, the signed key of the browser, its network and its name.

    A key counts by itself only once it is older than the window in which a view counts once. Until then its network
    and browser are the viewer, so that throwing keys away wins nothing."""

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
        return f"near:{_digest(f'{self.network} {self.browser}')}"

    @property
    def needs_key(self) -> bool:
        """Whether this browser should be given a key to come back with."""
        return self.person_id is None and _opened(self.key) is None


def window() -> timedelta:
    """Return the time in which a viewer counts once per film."""
    return timedelta(hours=current_app.config["VIEW_WINDOW_HOURS"])


def new_key() -> str:
    """Return a signed key with its date of issue."""
    return _signer().sign(ids.new(KEY_LENGTH)).decode()


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
