"""HLS playlists (RFC 8216, Apple's authoring specification), written by us from what was really encoded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wm.domains.media.fragments import Track

DESCRIBES = "public.accessibility.describes-video"  # Apple's words for audio description, and for captions
TELLS = "public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"


@dataclass(frozen=True)
class Variant:
    """One line of the master playlist. Rates in bit/s, of the picture alone; `codec` by RFC 6381."""

    uri: str
    width: int
    height: int
    fps: float
    peak: int
    average: int
    codec: str


@dataclass(frozen=True)
class Sound:
    """One of the sounds that all variants share. Rates in bit/s, `language` by BCP 47 or "" when nobody knows."""

    uri: str
    peak: int
    average: int
    codec: str = "mp4a.40.2"
    name: str = "Sound"
    language: str = ""
    is_default: bool = True
    is_description: bool = False
    channels: int = 2


@dataclass(frozen=True)
class Text:
    """Captions that all variants share: a playlist of one WebVTT `file`. `language` by BCP 47; `hears`: what is heard is told too."""

    uri: str
    file: str
    name: str
    language: str
    hears: bool = False


def media(track: Track, file: str) -> str:
    """Return the playlist of one rendition: byte ranges of `file`."""
    longest = max((fragment.seconds for fragment in track.fragments), default=1)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, math.floor(longest + 0.5))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{file}",BYTERANGE="{track.header}@0"',
    ]
    for fragment in track.fragments:
        lines += [f"#EXTINF:{fragment.seconds:.6f},", f"#EXT-X-BYTERANGE:{fragment.size}@{fragment.offset}", file]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def text(file: str, seconds: float) -> str:
    """Return the playlist of captions: one WebVTT file as long as the film (RFC 8216, section 3.5)."""
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, math.ceil(seconds))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
    ]
    return "\n".join([*lines, f"#EXTINF:{seconds:.3f},", file, "#EXT-X-ENDLIST", ""])


def master(variants: Sequence[Variant], sounds: Sequence[Sound] | Sound | None, texts: Sequence[Text] = ()) -> str:
    """Return the master playlist, in the order given: a player begins with the first variant and the default sound."""
    heard = [sounds] if isinstance(sounds, Sound) else list(sounds or ())
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [_rendition(sound, name) for sound, name in zip(heard, _names(heard), strict=True)]
    lines += [_written(each, name) for each, name in zip(texts, _names(texts), strict=True)]
    for variant in variants:
        lines += [_stream(variant, heard, bool(texts)), variant.uri]
    return "\n".join([*lines, ""])


def _names(group: Sequence[Sound | Text]) -> list[str]:
    """What people choose by: no two alike in a group (RFC 8216, section 4.3.4.1.1), nor with what would end the text."""
    names: list[str] = []
    for each in group:
        name = "".join(letter for letter in each.name if letter.isprintable()).replace('"', "'") or type(each).__name__
        names.append(name if name not in names else f"{name} {len(names) + 1}")
    return names


def _rendition(sound: Sound, name: str) -> str:
    parts = [f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="{name}"']
    if sound.language:
        parts.append(f'LANGUAGE="{sound.language}"')
    parts += [f"DEFAULT={'YES' if sound.is_default else 'NO'}", "AUTOSELECT=YES", f'CHANNELS="{sound.channels}"']
    if sound.is_description:
        parts.append(f'CHARACTERISTICS="{DESCRIBES}"')
    return ",".join([*parts, f'URI="{sound.uri}"'])


def _written(text: Text, name: str) -> str:
    parts = [f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="{name}",LANGUAGE="{text.language}"']
    parts.append("DEFAULT=NO,AUTOSELECT=YES,FORCED=NO")
    if text.hears:
        parts.append(f'CHARACTERISTICS="{TELLS}"')
    return ",".join([*parts, f'URI="{text.uri}"'])


def _stream(variant: Variant, sounds: list[Sound], has_texts: bool) -> str:
    codecs = dict.fromkeys([variant.codec, *(sound.codec for sound in sounds)])
    parts = [
        f"BANDWIDTH={variant.peak + max((sound.peak for sound in sounds), default=0)}",
        f"AVERAGE-BANDWIDTH={variant.average + max((sound.average for sound in sounds), default=0)}",
        f"RESOLUTION={variant.width}x{variant.height}",
        f"FRAME-RATE={variant.fps:.3f}",
        f'CODECS="{",".join(codecs)}"',
    ]
    groups = [*(['AUDIO="sound"'] if sounds else []), *(['SUBTITLES="text"'] if has_texts else [])]
    return "#EXT-X-STREAM-INF:" + ",".join([*parts, *groups])
