"""A cue: some words and when they are shown. Text is plain everywhere inside; markup neither comes in nor goes out."""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

MOST_CUES = 20_000
MOST_BYTES = 2 * 1024 * 1024
LONGEST_TEXT = 500
DAY_MS = 24 * 3600 * 1000
HOUR_MS = 3600 * 1000
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[!?][^<>]*>|<[0-9][0-9:.]*>|<>")
OVERRIDE = re.compile(r"\{\\[^{}]*\}")  # of SubStation Alpha, which is often found in SRT
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|lrm|rlm|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
JOINERS = "\u200c\u200d\u200e\u200f"  # many scripts need them
PLACE = re.compile(
    r"(line|position|size):(100|[0-9]{1,2})(\.[0-9]{1,3})?%|(line):-?[0-9]{1,2}|(align):(start|center|end|left|right)"
)


class Cue(NamedTuple):
    """Words shown from `starts` until `ends`, in milliseconds; `placed` says where, in WebVTT's settings."""

    starts: int
    ends: int
    text: str
    placed: str = ""


def within(cues: Iterable[Cue], begins: int, ends: int | None) -> list[Cue]:
    """Return what is shown from `begins` on, until `ends` (None: the end), counted from there; in milliseconds."""
    last = DAY_MS if ends is None else ends
    inside = (each for each in cues if each.ends > begins and each.starts < last)
    return [each._replace(starts=max(0, each.starts - begins), ends=min(each.ends, last) - begins) for each in inside]


def plain(text: str) -> str:
    """Return the words without markup, in lines that are not empty."""
    text = OVERRIDE.sub("", TAG.sub("", text))
    text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    lines = ["".join(_seen(each) for each in line) for line in text.splitlines()]
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _seen(letter: str) -> str:
    if letter in JOINERS:
        return letter
    return {"Cc": " ", "Cf": "", "Cs": "\ufffd", "Co": "\ufffd", "Cn": "\ufffd"}.get(
        unicodedata.category(letter), letter
    )


def placed(settings: str) -> str:
    """Return those of a cue's settings that are safe and well formed, each once."""
    found = (PLACE.fullmatch(each) for each in settings.split()[:8])
    return " ".join({(each[1] or each[4] or each[5]): each[0] for each in found if each}.values())
