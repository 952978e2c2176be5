"""Moments of a film as people write them."""

import re

from flask_babel import gettext as _

from wm.kernel.errors import Invalid

MOMENT = re.compile(r"(?:(?:([0-9]{1,3}):)?([0-9]{1,3}):)?([0-9]{1,5})(?:[.,]([0-9]{1,3}))?")


def read(words: str, field: str) -> int:
    """Return the milliseconds that were typed into a field: 83, 1:23, 1:02:03.5. Raises Invalid (422), beside it."""
    found = MOMENT.fullmatch(words.strip())
    if not found:
        raise Invalid(fields={field: [_("Write a time, such as 1:23.")]})
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return 1000 * (hours * 3600 + minutes * 60 + seconds) + int((found[4] or "0").ljust(3, "0"))


def written(ms: int) -> str:
    """Return milliseconds as people write them: 1:23, 0:05.25."""
    seconds, rest = divmod(ms, 1000)
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}" if seconds >= 3600 else f"{seconds // 60}"
    return f"{clock}:{seconds % 60:02}" + (f".{rest:03}".rstrip("0") if rest else "")
