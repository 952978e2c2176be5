"""Reading captions that people send: SubRip or WebVTT, in any usual encoding, with the usual faults mended."""

import codecs
import re
from collections.abc import Iterator

from wm.domains.tracks.cues import DAY_MS, HOUR_MS, LONGEST_TEXT, MOST_BYTES, MOST_CUES, Cue, placed, plain
from wm.domains.tracks.errors import NotCaptions

ARROW = "-->"
MOMENT = re.compile(r"(-?)(?:([0-9]{1,6}):)?([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ASIDE = ("NOTE", "STYLE", "REGION")
SHOWN_MS = 5000  # how long words without an end are shown
Line = tuple[int, str]

TOO_BIG = "This file is too large. Captions may have up to 2 MB."
TOO_MANY = f"These are more than {MOST_CUES:,} captions. Take some of them away, or join them."
NOTHING = (
    "There are no captions in it. They look like this: a line such as 00:01.000 --> 00:04.000, and below it the words."
)


def decode(sent: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16, or else Windows' Western letters. Raises NotCaptions (422) when too long."""
    if len(sent) > MOST_BYTES:
        raise NotCaptions(TOO_BIG)
    for mark, name in MARKS:
        if sent.startswith(mark):
            return sent.decode(name, "replace")
    even, odd = sent[:2000:2].count(0), sent[1:2000:2].count(0)
    if 8 * (even + odd) > len(sent[:2000]):
        return sent.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError:
        return sent.decode("cp1252", "replace")


def read(text: str, may_be_empty: bool = False) -> list[Cue]:
    """Return the cues in the order of their times; what has no end, or ends before it begins, is given one.

    Raises NotCaptions (422), whose sentences name the lines."""
    cues, faults = [], []
    for found in _found(text):
        (cues if isinstance(found, Cue) else faults).append(found)
        if len(cues) > MOST_CUES:
            raise NotCaptions(TOO_MANY)
        if len(faults) >= NotCaptions.MOST:
            break
    if faults:
        raise NotCaptions(*faults)
    if not cues and not may_be_empty:
        raise NotCaptions(NOTHING)
    return sorted(_ended(sorted(cues)))


def _found(text: str) -> Iterator[Cue | str]:
    """Yield cues, and sentences about what is none."""
    for place, block in enumerate(_blocks(text)):
        rows = _timings(block)
        if not rows:
            if not _is_aside(block, place):
                yield f"Line {block[0][0]}: a time was expected here, such as 00:01.000 --> 00:04.000."
            continue
        for row, following in zip(rows, [*rows[1:], len(block)], strict=True):
            yield from _cue(block[row], _without_number(block[row + 1 : following], following < len(block)))


def _blocks(text: str) -> Iterator[list[Line]]:
    """Yield what lies between empty lines: lists of (line number, line)."""
    block: list[Line] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = line.strip(" \t\ufeff\0")
        if line:
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _timings(block: list[Line]) -> list[int]:
    """Return which lines say when: the first with an arrow, and further ones that begin with a time; others are words."""
    arrows = [n for n, (_, line) in enumerate(block) if ARROW in line]
    return arrows[:1] + [n for n in arrows[1:] if _moment(block[n][1].partition(ARROW)[0].strip()) is not None]


def _is_aside(block: list[Line], place: int) -> bool:
    """Whether a block without a time is one that need not have one: the head, a note, a style, a lonely number."""
    first = block[0][1]
    is_head = place == 0 and first.startswith("WEBVTT")
    return is_head or first.split()[0].rstrip(":") in ASIDE or (len(block) == 1 and first.isdigit())


def _without_number(lines: list[Line], is_followed: bool) -> list[Line]:
    """Leave out the number of the next cue, which stands here when the empty line before it is missing."""
    return lines[:-1] if is_followed and lines and lines[-1][1].isdigit() else lines


def _cue(timing: Line, lines: list[Line]) -> Iterator[Cue | str]:
    number, line = timing
    left, _, right = line.partition(ARROW)
    end, *settings = right.split(None, 1) or [""]
    begins = _moment(left.strip())
    ends = _moment(end) if end else begins
    if begins is None or ends is None:
        yield f"Line {number}: “{line[:60]}” is no time. Write it as 00:01.000 --> 00:04.000."
    elif begins > DAY_MS:
        yield f"Line {number}: this is more than a day after the beginning."
    elif text := plain("\n".join(words for _, words in lines)):
        if len(text) > LONGEST_TEXT:
            yield f"Line {lines[0][0]}: a caption holds up to {LONGEST_TEXT} letters; this one has {len(text):,}."
        elif ends > 0 or begins >= 0:
            yield Cue(max(0, begins), max(0, min(ends, DAY_MS)), text, placed(settings[0] if settings else ""))


def _moment(text: str) -> int | None:
    found = MOMENT.fullmatch(text)
    if not found or int(found[3]) > 59 or int(found[4]) > 59:
        return None
    seconds = (int(found[2] or 0) * 60 + int(found[3])) * 60 + int(found[4])
    whole = 1000 * seconds + int((found[5] or "")[:3].ljust(3, "0"))
    return -whole if found[1] else whole


def _ended(cues: list[Cue]) -> list[Cue]:
    """Give an end to what has none: when the next one begins, after five seconds at the latest."""
    return [
        each if 0 < each.ends - each.starts <= HOUR_MS else each._replace(ends=_end(each.starts, cues[n + 1 : n + 9]))
        for n, each in enumerate(cues)
    ]


def _end(starts: int, following: list[Cue]) -> int:
    later = [each.starts for each in following if each.starts > starts]
    return min([starts + SHOWN_MS, *later[:1]])
