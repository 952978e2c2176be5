"""Sealed text: encrypted with the key of this site, so that a copy of the database alone tells nobody's account."""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet
from flask import current_app

PAYOUTS = "payout targets"


def seal(details: dict[str, Any], purpose: str = PAYOUTS) -> str:
    """Return `details` encrypted with the key of this site for `purpose`; no other purpose opens it."""
    return _box(purpose).encrypt(json.dumps(details).encode()).decode()


def unseal(sealed: str, purpose: str = PAYOUTS) -> dict[str, Any]:
    """Return what was sealed. Raises cryptography.fernet.InvalidToken when the site has another key now."""
    return json.loads(_box(purpose).decrypt(sealed.encode()))


def mark(text: str) -> str:
    """Return what tells whether two accounts are the same, and nothing else about them."""
    return hmac.new(_key("marks"), text.encode(), hashlib.sha256).hexdigest()


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    return hmac.new(current_app.config["PAYOUT_SECRET"].encode(), purpose.encode(), hashlib.sha256).digest()
