"""Signatures of webhooks: HMAC-SHA256 over "moment.raw bytes", as Stripe documents it, good for five minutes."""

import hashlib
import hmac

from wm.domains.payments.errors import BadSignature
from wm.kernel import clock

TOLERANCE_SECONDS = 300
LONGEST = 1000


def verify(body: bytes, header: str, secret: str) -> None:
    """Make sure that whoever holds `secret` said exactly `body` just now. Raises BadSignature (400)."""
    parts = [part.partition("=") for part in header[:LONGEST].split(",")]
    moments = [value for name, _, value in parts if name == "t" and value.isascii() and value.isdigit()]
    proofs = [value for name, _, value in parts if name == "v1"]
    if not secret or len(moments) != 1 or not proofs or len(moments[0]) > 12:
        raise BadSignature()
    if abs(clock.now().timestamp() - int(moments[0])) > TOLERANCE_SECONDS:
        raise BadSignature()
    right = hmac.new(secret.encode(), f"{moments[0]}.".encode() + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(right.encode(), proof.encode()) for proof in proofs):
        raise BadSignature()
