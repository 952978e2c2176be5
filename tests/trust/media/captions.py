"""Hostile captions: what comes out is words and times alone, and two readers agree on it."""

import io
import re
from unittest.mock import patch

import webvtt

from tests.tracks.hostile import files
from wm.domains.tracks import cues, reading, writing
from wm.domains.tracks.errors import NotCaptions

SETTING = r"(?: (?:line|position|size|align):-?[a-z0-9.]+%?)*"
TIMING = re.compile(rf"\d\d:\d\d:\d\d\.\d{{3}} --> \d\d:\d\d:\d\d\.\d{{3}}{SETTING}")
UNCLEAN = re.compile(r"[<>\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]")


def run(_app, count: int) -> dict:
    """Read `count` files as somebody's upload; count those refused, those that kept markup, and those read differently again."""
    found = {"films": count, "refused": 0, "markup": 0, "apart": 0}
    for sent in files(count):
        try:
            read = reading.read(reading.decode(sent))
        except NotCaptions:
            found["refused"] += 1
            continue
        out = writing.vtt(read)
        found["markup"] += _has_markup(out)
        found["apart"] += not _agreed(out, read)
    return found


def _has_markup(out: str) -> bool:
    head, *blocks = out.rstrip("\n").split("\n\n")
    parts = [block.split("\n", 1) for block in blocks]
    return head != "WEBVTT" or any(not TIMING.fullmatch(part[0]) or UNCLEAN.search(part[-1]) for part in parts)


def _agreed(out: str, read: list[cues.Cue]) -> bool:
    """Whether our own reader, the studio's field and somebody else's reader say the same of it."""
    try:
        theirs = [each.start_in_seconds for each in webvtt.from_buffer(io.StringIO(out))]
        same = reading.read(out) == read == reading.read(writing.typed(read))
    except (NotCaptions, webvtt.errors.MalformedFileError):
        return False
    return same and theirs == [each.starts // 1000 for each in read]


def bad(found: dict) -> int:
    """How many files came out as they should not, or were refused though they can be read: a fifteenth is nonsense."""
    return found["markup"] + found["apart"] + max(0, found["refused"] - found["films"] // 10)


def run_broken(app, count: int) -> dict:
    """The control: a build that escapes nothing."""
    with patch.object(writing.html, "escape", lambda text, **_: text):
        return run(app, count)
