"""Handles: the short names in addresses such as /@ada."""

import re
from functools import cache
from pathlib import Path

from wm.domains.people.errors import HandleNotAllowed, HandleReserved

MIN_LENGTH = 2
MAX_LENGTH = 30
ALLOWED = re.compile(r"[a-z0-9_]{2,30}", re.ASCII)
STAFF = {"admin", "administrator", "moderator", "official", "staff", "support", "security", "system", "team"}


def tidy(text: str) -> str:
    """Return what somebody typed as a handle in the one form we keep: lower case, without a leading @."""
    return text.strip().removeprefix("@").lower()


def check(handle: str) -> str:
    """Return the tidied handle when a person may carry it.

    Raises HandleNotAllowed or HandleReserved (422)."""
    handle = tidy(handle)
    if not ALLOWED.fullmatch(handle):
        raise HandleNotAllowed()
    words = [word for word in handle.split("_") if word]
    if "_".join(words) in _reserved() or "weekmotion" in "".join(words) or not words or STAFF & set(words):
        raise HandleReserved()
    return handle


@cache
def _reserved() -> frozenset[str]:
    lines = Path(__file__).with_name("reserved.txt").read_text().splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
