"""Sealed text: encrypted with the key of this site, so that a copy of the database alone tells nobody's account."""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet
from flask import current_app


def seal(details: dict[str, Any]) -> str:
    """Return `details` encrypted with the key of this site."""
    return _box().encrypt(json.dumps(details).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """Return what was sealed. Raises cryptography.fernet.InvalidToken when the site has another key now."""
    return json.loads(_box().decrypt(sealed.encode()))


def mark(text: str) -> str:
    """Return what tells whether two accounts are the same, and nothing else about them."""
    return hmac.new(_key("marks"), text.encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("payout targets")))


def _key(purpose: str) -> bytes:
    return hmac.new(current_app.config["PAYOUT_SECRET"].encode(), purpose.encode(), hashlib.sha256).digest()
