"""The sound tracks of a film as the demuxer tells of them: whose language, for whom, and how they are coded."""

import re
from dataclasses import dataclass

from wm.domains.media import languages

MAX_TITLE = 60
DESCRIBING = ("visual_impaired", "descriptions")
DESCRIBED = re.compile(r"\b(audio ?descri|descriptive|h[öo]rfilm|audiodesk)", re.IGNORECASE)
NAMES_OF_NOBODY = ("soundhandler", "core media audio", "stereo", "mono", "surround")


@dataclass(frozen=True)
class SoundTrack:
    """One sound track. `language` by BCP 47 or "", `seconds` its length, bit rate in bit/s.

    `start` is when it is first heard and `first` when its first packet claims to be, in seconds after the film's zero:
    encoders put some packets of nothing in front."""

    index: int
    codec: str
    profile: str
    channels: int
    sample_rate: int
    language: str
    title: str
    is_default: bool
    is_description: bool
    seconds: float
    bit_rate: int
    start: float = 0.0
    first: float = 0.0


def sounds(said: list[dict], firsts: dict, whole: float, zero: float) -> tuple[SoundTrack, ...]:
    """Return what the demuxer `said` of sound tracks; `whole` is the film's length, `zero` its first time, in seconds."""
    return tuple(_sound(track, firsts.get(str(track["index"])), whole, zero) for track in said)


def _sound(track: dict, first: float | None, whole: float, zero: float) -> SoundTrack:
    title, roles = _title(track), track["roles"]
    return SoundTrack(
        index=track["index"],
        codec=track["codec"],
        profile=track["profile"],
        channels=track["channels"],
        sample_rate=track["sample_rate"],
        language=languages.tag(track["language"]),
        title=title,
        is_default=track["is_default"],
        is_description=any(role in roles for role in DESCRIBING) or bool(DESCRIBED.search(title)),
        seconds=track["duration"] or whole,
        bit_rate=track["bit_rate"],
        start=since(track["start"], zero),
        first=since(track["start"] if first is None else first, zero),
    )


def since(start: float | None, zero: float) -> float:
    """Return how many seconds after `zero` something starts; 0 when that is unknown."""
    return 0.0 if start is None else start - zero


def _title(track: dict) -> str:
    words = " ".join("".join(c if c.isprintable() else " " for c in track["title"]).split())
    return "" if words.lower() in NAMES_OF_NOBODY else words[:MAX_TITLE]
