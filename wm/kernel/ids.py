"""Public ids and secrets: random, short, never a row number."""

import secrets

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 11
LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
UNEVEN = bytes(range(256 - 256 % len(ALPHABET), 256))  # left out, so that every letter is as likely as any other


def new(length: int = LENGTH) -> str:
    """Return a random base58 id of `length` characters (11 give 64 bits)."""
    said = b""
    while len(said) < length:
        said += secrets.token_bytes(2 * length).translate(LETTERS, UNEVEN)
    return said[:length].decode()


def secret() -> str:
    """Return a URL-safe secret of 256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)
