"""#tags and @handles in words: where they lead, and which handles are anybody's."""

import re
from collections.abc import Callable, Set
from typing import Any

from flask import Flask, current_app, has_app_context, request, url_for

from wm.web.viewer import VISITOR, viewer

TAG_OR_HANDLE = re.compile(
    r"(?<![\w&#/@.])(?:#(?P<tag>(?=\w*[^\W\d_])\w{1,30})(?!\w)|@(?P<handle>[A-Za-z0-9_]{2,30})(?![\w@]))"
)
MOST = 100  # different handles that are looked up at once; what is named after them stays words
KEPT = "wm.handles"


def install(app: Flask, existing: Callable[[list[str], Any], Set[str]]) -> None:
    """Tell the web which of some handles are of people whom a viewer may meet."""
    app.extensions["existing_handles"] = existing


def look_up(*texts: str | None) -> frozenset[str]:
    """Return which handles in `texts` lead to somebody, lower case: one statement for all that this request asks anew."""
    found = (match["handle"] for text in texts for match in TAG_OR_HANDLE.finditer(text or ""))
    named = list(dict.fromkeys(handle.lower() for handle in found if handle))[:MOST]
    if not named or not has_app_context():
        return frozenset()
    asked: dict[str, bool] = request.environ.setdefault(KEPT, {}) if request else {}
    new = [handle for handle in named if handle not in asked]
    if new:
        existing = current_app.extensions["existing_handles"](new, viewer() if request else VISITOR)
        asked |= {handle: handle in existing for handle in new}
    return frozenset(handle for handle in named if asked[handle])


def address(match: re.Match[str], handles: Set[str]) -> str:
    """Return where a #tag or an @handle leads; "" for the handle of nobody among `handles`."""
    if match["tag"]:
        return url_for("tags.show", tag=match["tag"].lower())
    handle = match["handle"].lower()
    return url_for("people.show", handle=handle) if handle in handles else ""
