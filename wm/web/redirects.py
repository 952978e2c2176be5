"""Where a form may send the browser afterwards: to a path of this site, and nowhere else."""

import re
from urllib.parse import unquote, urlsplit, urlunsplit

from flask import request

LONGEST = 2000
UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
AUTHORITY = re.compile(r"^/[./]*/")


def local(target: str | None, otherwise: str = "/") -> str:
    """Return `target` when it is a plain path of this site (with its query), else `otherwise`."""
    if not target or len(target) > LONGEST or not _is_path(target):
        return otherwise
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc:
        return otherwise
    return urlunsplit(("", "", parts.path, parts.query, ""))


def _is_path(target: str) -> bool:
    """Whether it begins with exactly one slash, however a browser or a proxy may read it."""
    for form in (target, unquote(target), unquote(unquote(target))):
        path = re.split(r"[?#]", form, maxsplit=1)[0]
        if not path.startswith("/") or AUTHORITY.match(path) or "//" in path or UNSAFE.search(path):
            return False
    return not UNSAFE.search(target)


def back(otherwise: str = "/") -> str:
    """Return where the form or link of this request wants to go next (`next`), if that is here."""
    return local(request.values.get("next"), otherwise)
