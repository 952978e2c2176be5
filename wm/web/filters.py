"""How values look on a page: times, numbers, sizes, and text with its links made safe."""

import re
from collections.abc import Mapping, Set
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from jinja2 import pass_context
from linkify_it import LinkifyIt
from markupsafe import Markup, escape

from wm.kernel import clock, money, zones
from wm.web import mentions

TIME_CODE = re.compile(r"(?<![\d:/])(\d{1,2}:)?(\d{1,2}):([0-5]\d)(?![\d:])")
SHORTENED = 1000
LETTERS = "0123456789_abcdefghijklmnopqrstuvwxyz"

_links = LinkifyIt(options={"fuzzy_email": False, "fuzzy_ip": False})


def install(app: Flask) -> None:
    """Make the filters known to every template."""
    for each in (ago, when, duration, short, exact, filesize, links, hue, initials):
        app.add_template_filter(each)
    app.add_template_filter(money.written, "money")
    app.add_template_filter(money.in_major, "in_major")


def when(moment: datetime, zone: str = zones.UTC_NAME) -> str:
    """Return a date and time for a title or a list: 3 Nov 2026, 08:30 UTC, or 3 Nov 2026, 09:30 (Europe/Berlin)."""
    here = zones.local(moment, zone)
    return f"{here.day} {here:%b %Y, %H:%M} {zone if zone == zones.UTC_NAME else f'({zone})'}"


@pass_context
def ago(context: Mapping[str, Any], moment: datetime | None) -> Markup:
    """Return a <time> that says how long ago `moment` was, and on hover exactly when, as the viewer's clock says it.

    What is drawn for everybody, as cards are, says it in UTC; main.js then says it in the viewer's time."""
    if moment is None:
        return Markup("")
    seconds = (clock.now() - moment).total_seconds()
    exactly = when(moment, zones.known(getattr(context.get("viewer"), "time_zone", None)))
    words = exactly if seconds < -60 else _distance(seconds)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"), exactly, words
    )


def _distance(seconds: float) -> str:
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", int(seconds // 60))
    if seconds < 86400:
        return ngettext("%(num)d hour ago", "%(num)d hours ago", int(seconds // 3600))
    days = int(seconds // 86400)
    if days == 1:
        return _("yesterday")
    if days < 14:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    if days < 60:
        return ngettext("%(num)d week ago", "%(num)d weeks ago", days // 7)
    if days < 365:
        return ngettext("%(num)d month ago", "%(num)d months ago", days // 30)
    return ngettext("%(num)d year ago", "%(num)d years ago", days // 365)


def duration(milliseconds: int | None) -> str:
    """Return a length of time as on a clock: 3:07, 1:02:03."""
    seconds = round((milliseconds or 0) / 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def exact(number: int) -> str:
    """Return a number with its thousands apart: 12,431."""
    return f"{number:,}"


def short(number: int) -> str:
    """Return a number as people say it: 987, 1.2 K, 12.4 K, 3 M."""
    for unit, size in (("B", 10**9), ("M", 10**6), ("K", 10**3)):
        if number >= size:
            whole = int(number / size * 10) / 10
            return f"{int(whole)} {unit}" if whole >= 100 or whole == int(whole) else f"{whole:.1f} {unit}"
    return str(number)


def filesize(size: int | None) -> str:
    """Return bytes as people say them: 812 KB, 1.4 GB (powers of 1000, as disks are sold)."""
    left = float(size or 0)
    for unit in ("bytes", "KB", "MB", "GB"):
        if left < SHORTENED:
            return f"{left:.0f} {unit}" if unit in ("bytes", "KB") or left >= 100 else f"{left:.1f} {unit}"
        left /= SHORTENED
    return f"{left:.1f} TB"


@lru_cache(maxsize=4096)
def hue(handle: str) -> int:
    """Return the colour of somebody without a picture, in degrees: the same for a handle wherever it stands."""
    total = 11
    for letter in handle.lower():
        total = (total * 31 + LETTERS.find(letter) + 2) % 360
    return total * 137 % 360


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return the first letters of the first two words of a name; a dot for one that has none."""
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:2].upper() or "·"


def links(text: str | None) -> Markup:
    """Return plain text as markup: addresses, time codes, #tags and @handles become links (handles of people who are there); line ends stay, the rest is escaped."""
    text, out, end, handles = text or "", [], 0, mentions.look_up(text)
    for match in _links.match(text) or ():
        out += [_codes(text[end : match.index], handles), _link(match.url, match.text)]
        end = match.last_index
    return Markup("").join([*out, _codes(text[end:], handles)]).replace("\n", Markup("<br>\n"))


def _link(url: str, shown: str) -> Markup:
    if not url.lower().startswith(("http://", "https://")):
        return escape(shown)
    return Markup('<a href="{}" rel="nofollow ugc noopener" target="_blank">{}</a>').format(url, shown)


def _codes(text: str, handles: Set[str]) -> Markup:
    out, end = Markup(""), 0
    for found in TIME_CODE.finditer(text):
        seconds = int(found[1][:-1] if found[1] else 0) * 3600 + int(found[2]) * 60 + int(found[3])
        code = Markup('<a href="?t={0}" data-seek="{0}">{1}</a>').format(seconds, found[0])
        out, end = out + _names(text[end : found.start()], handles) + code, found.end()
    return out + _names(text[end:], handles)


def _names(text: str, handles: Set[str]) -> Markup:
    out, end = Markup(""), 0
    for found in mentions.TAG_OR_HANDLE.finditer(text):
        if not (where := mentions.address(found, handles)):
            continue
        link = Markup('<a href="{}">{}</a>').format(where, found[0])
        out, end = out + escape(text[end : found.start()]) + link, found.end()
    return out + escape(text[end:])
