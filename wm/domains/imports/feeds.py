"""Feeds: RSS 2.0, with the media and podcast names that are common in it, and Atom (RFC 4287), read for the films they name."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wm.domains.imports.errors import EmptyFeed, NotAFeed
from wm.domains.uploads import one_line, shown

MOST = 100
ATOM, MEDIA = "{http://www.w3.org/2005/Atom}", "{http://search.yahoo.com/mrss/}"
TITLE_LENGTH = 100
ENDINGS = (
    ".mp4",
    ".m4v",
    ".mov",
    ".mkv",
    ".webm",
    ".avi",
    ".ts",
    ".ogv",
    ".flv",
    ".wmv",
    ".mp3",
    ".m4a",
    ".flac",
    ".wav",
)


class Item(NamedTuple):
    """One film that a feed names: its title, where it lies, its bytes as the feed says (0: it does not), and when it came out, if it says so."""

    title: str
    address: str
    size: int
    date: datetime | None


class Feed(NamedTuple):
    """A feed's title, and its films, in its own order."""

    title: str
    items: list[Item]


def seems_one(head: bytes) -> bool:
    """Whether a file that begins so may be a feed."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:400].lower()
    return start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and b"<html" not in start


def read(content: bytes, base: str) -> Feed:
    """Return the films of a feed that lies at `base`. No entity is ever expanded, no other file opened.

    Raises NotAFeed, EmptyFeed (422)."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NotAFeed() from None
    entries = [*root.iter("item"), *root.iter(f"{ATOM}entry")]
    found = (item for entry in entries for item in _films(entry, base))
    items = list({item.address: item for _, item in zip(range(MOST), found, strict=False)}.values())
    if not items:
        raise EmptyFeed()
    return Feed(_text(root, "channel/title", f"{ATOM}title"), items)


def _films(entry: Element, base: str) -> Iterator[Item]:
    title = _text(entry, "title", f"{ATOM}title", f"{MEDIA}title")
    date = _moment(_text(entry, "pubDate", f"{ATOM}published", f"{ATOM}updated"))
    for link in _links(entry):
        address = urljoin(base, (link.get("url") or link.get("href") or "").strip())
        kind, size = link.get("type") or link.get("medium") or "", link.get("length") or link.get("fileSize") or ""
        if address.startswith(("http://", "https://")) and _is_film(kind, address):
            yield Item(title or shown(address), address, int(size) if size.isdecimal() and len(size) < 16 else 0, date)
            return


def _links(entry: Element) -> Iterator[Element]:
    yield from entry.iter("enclosure")
    yield from entry.iter(f"{MEDIA}content")
    yield from (link for link in entry.iter(f"{ATOM}link") if link.get("rel") == "enclosure")


def _is_film(kind: str, address: str) -> bool:
    if kind and kind != "application/octet-stream":
        return kind.startswith(("video", "audio"))
    return address.split("?")[0].lower().endswith(ENDINGS)


def _moment(text: str) -> datetime | None:
    """Read a date as RSS (RFC 5322) or Atom (RFC 3339) writes it."""
    for understand in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, OverflowError):
            moment = understand(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _text(element: Element, *names: str) -> str:
    found = next((text for name in names if (text := (element.findtext(name) or "").strip())), "")
    return one_line(found)[:TITLE_LENGTH]
