"""Public ids and secrets: random, short, never a row number."""

import secrets

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 11


def new(length: int = LENGTH) -> str:
    """Return a random base58 id of `length` characters (11 give 64 bits)."""
    number, said = secrets.randbelow(len(ALPHABET) ** length), []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        said.append(ALPHABET[place])
    return "".join(said)


def secret() -> str:
    """Return a URL-safe secret of 256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)
