"""What lies at an address: a film, a feed that names films, or a page from which another program can fetch one."""

import shutil
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from flask import current_app

from wm.domains import uploads
from wm.domains.imports import feeds
from wm.domains.imports.errors import NotAllowed, NothingToBring, NotThere, Troubled
from wm.kernel import outbound
from wm.kernel.outbound import Answer, Wish

FILE, FEED, PAGE = "file", "feed", "page"
HOPS = 3
LOOK = Wish(seconds=8, most=5 * 1024 * 1024, hops=HOPS)
TITLE_LENGTH = 100


class Found(NamedTuple):
    """What was found: FILE, FEED or PAGE, a name for people, and for a feed its films."""

    means: str
    name: str
    items: list[feeds.Item]


def look(address: str) -> Found:
    """Ask what lies at `address`, at most 8 seconds; no transaction may be open.

    Raises a BadAddress, Unreachable, TooSlow, NotThere, NotAllowed, NothingToBring, NotAFeed, EmptyFeed (422)."""
    with outbound.opened(address, LOOK) as answer:
        refuse_status(answer.status)
        name, head, chunks = name_of(answer), b"", answer.chunks()
        if not _is_announced_as_film(answer):
            while len(head) < uploads.HEAD_BYTES and (chunk := next(chunks, b"")):
                head += chunk
        if _is_announced_as_film(answer) or uploads.is_film(head):
            return Found(FILE, name, [])
        if feeds.seems_one(head):
            feed = feeds.read(head + b"".join(chunks), answer.url)
            return Found(FEED, feed.title or name, feed.items)
    if fetcher() is None:
        raise NothingToBring()
    return Found(PAGE, name, [])


def _is_announced_as_film(answer: Answer) -> bool:
    """Large films must not be refused for their length before a byte is read; the bytes are looked at when they come."""
    told = answer.headers.get("Content-Length", "")
    return (
        told.isdigit()
        and int(told) > LOOK.most
        and answer.headers.get("Content-Type", "").startswith(("video/", "audio/", "application/octet-stream"))
    )


def fetcher() -> str | None:
    """Return the program that fetches films from pages; None unless the settings name one that is there."""
    wanted = current_app.config["IMPORT_YTDLP"]
    return shutil.which(wanted) if wanted else None


def refuse_status(status: int) -> None:
    """Say in words what a status other than success means. Raises NotAllowed, NotThere, Troubled (422)."""
    if status in (200, 206):
        return
    if status in (401, 402, 403, 407, 451):
        raise NotAllowed()
    raise NotThere() if 400 <= status < 500 and status not in (408, 425, 429) else Troubled()


def name_of(answer: Answer) -> str:
    """Return the name of a file as its address says it."""
    parts = urlsplit(answer.url)
    return uploads.shown(unquote(parts.path.rpartition("/")[2])) or parts.hostname or ""
