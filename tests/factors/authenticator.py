"""A passkey in software (WebAuthn level 3): what a phone would sign, and what a thief or another site would."""

import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url as text

SITE, ORIGIN = "localhost", "http://localhost"
PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40


class Key:
    """One passkey, for one person at one site."""

    def __init__(self, site: str = SITE):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.site, self.id, self.count, self.handle = site, secrets.token_bytes(32), 0, None

    def make(self, options: str, origin: str = ORIGIN) -> str:
        """Answer the challenge for a new passkey."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        numbers = self.private.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        own = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        proof = bytes(16) + struct.pack(">H", len(self.id)) + self.id + own
        about = {"fmt": "none", "attStmt": {}, "authData": self._about(PRESENT | VERIFIED | MADE) + proof}
        said = self._client("webauthn.create", asked["challenge"], origin)
        return self._sent(clientDataJSON=text(said), attestationObject=text(cbor2.dumps(about)))

    def answer(
        self, options: str, origin: str = ORIGIN, flags: int = PRESENT | VERIFIED, kind: str = "webauthn.get"
    ) -> str:
        """Answer a challenge; `kind` is what an honest key says that it does."""
        self.count += 1
        said = self._client(kind, json.loads(options)["challenge"], origin)
        about = self._about(flags)
        signed = self.private.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": about, "signature": signed, "userHandle": self.handle}
        return self._sent(**{name: text(part) for name, part in parts.items() if part})

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _about(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _sent(self, **parts: str) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": parts})
