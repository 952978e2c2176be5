"""Passwords: which are good enough, and how they are kept (Argon2id, RFC 9106)."""

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from wm.domains.people import guessable
from wm.domains.people.errors import PasswordIsYou, PasswordTooCommon, PasswordTooLong, PasswordTooShort

MAX_LENGTH = 200


class Cost(NamedTuple):
    """What one check takes: memory in KiB, and passes over it."""

    memory_kib: int
    rounds: int


def min_length() -> int:
    """Return the fewest characters that a new password needs."""
    return current_app.config["PASSWORD_MIN_LENGTH"]


def check(password: str, own: Iterable[str] = ()) -> str:
    """Return `password` when it is good enough; `own` are words that belong to its owner.

    Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon or PasswordIsYou (422)."""
    length = len(_tidy(password))
    if length < min_length():
        raise PasswordTooShort(f"Use at least {min_length()} characters. A few words in a row work well.")
    if length > MAX_LENGTH:
        raise PasswordTooLong()
    if guessable.is_about(password, own):
        raise PasswordIsYou()
    if guessable.is_common(password):
        raise PasswordTooCommon()
    return password


def hashed(password: str) -> str:
    """Return the Argon2id hash that we keep of `password`."""
    return _hasher(_cost()).hash(_tidy(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether `password` is the one behind `kept`; without `kept` it takes as long and is False."""
    try:
        return _hasher(_cost()).verify(kept or _dummy(_cost()), _tidy(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made with other costs than those of today."""
    return _hasher(_cost()).check_needs_rehash(kept)


def _tidy(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _cost() -> Cost:
    return Cost(current_app.config["ARGON2_MEMORY_KIB"], current_app.config["ARGON2_ROUNDS"])


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=1)


@cache
def _dummy(cost: Cost) -> str:
    return _hasher(cost).hash(secrets.token_urlsafe(16))
