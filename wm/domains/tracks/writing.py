"""Writing captions down: as WebVTT for players, as SubRip to take along, and as what is typed in the studio."""

import html
import re
from collections.abc import Iterable

from wm.domains.tracks.cues import ENTITY, TAG, Cue

HEAD = "WEBVTT\n"
LOOKS_LIKE_MARKUP = re.compile(r"<(?=[A-Za-z/!?0-9>])")


def vtt(cues: Iterable[Cue]) -> str:
    """Return a WebVTT file (W3C, 2019) without any markup: text is escaped, so that no arrow and no tag is left in it."""
    blocks = (f"\n{_timing(each, '.')}{_placed(each)}\n{html.escape(each.text, quote=False)}\n" for each in cues)
    return HEAD + "".join(blocks)


def srt(cues: Iterable[Cue]) -> str:
    """Return a SubRip file; it knows no escapes, so an arrow in the words becomes another one."""
    blocks = (
        f"{number}\n{_timing(each, ',')}\n{each.text.replace('-->', '→')}\n\n" for number, each in enumerate(cues, 1)
    )
    return "".join(blocks)


def typed(cues: Iterable[Cue]) -> str:
    """Return cues as they stand in the studio: as in WebVTT, escaped only where it would be read as something else."""
    return "\n".join(f"{_timing(each, '.')}{_placed(each)}\n{_escaped(each.text)}\n" for each in cues)


def clock(ms: int, mark: str) -> str:
    """Return a moment as 00:01:05.250."""
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{thousandths:03}"


def _timing(cue: Cue, mark: str) -> str:
    return f"{clock(cue.starts, mark)} --> {clock(cue.ends, mark)}"


def _placed(cue: Cue) -> str:
    return f" {cue.placed}" if cue.placed else ""


def _escaped(text: str) -> str:
    text = ENTITY.sub(lambda found: f"&amp;{found[0][1:]}", text)
    text = LOOKS_LIKE_MARKUP.sub("&lt;", text) if TAG.search(text) else text
    return text.replace("-->", "--&gt;")
