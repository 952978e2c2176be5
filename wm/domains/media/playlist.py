"""HLS playlists (RFC 8216, Apple's authoring specification), written by us from what was really encoded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wm.domains.media.fragments import Track


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
    """The sound that all variants share."""

    uri: str
    peak: int
    average: int
    codec: str = "mp4a.40.2"


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


def master(variants: Sequence[Variant], sound: Sound | None) -> str:
    """Return the master playlist, in the order given: a player begins with the first variant."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
            f'URI="{sound.uri}"'
        )
    for variant in variants:
        lines += [_stream(variant, sound), variant.uri]
    return "\n".join([*lines, ""])


def _stream(variant: Variant, sound: Sound | None) -> str:
    codecs = [variant.codec, sound.codec] if sound else [variant.codec]
    parts = [
        f"BANDWIDTH={variant.peak + (sound.peak if sound else 0)}",
        f"AVERAGE-BANDWIDTH={variant.average + (sound.average if sound else 0)}",
        f"RESOLUTION={variant.width}x{variant.height}",
        f"FRAME-RATE={variant.fps:.3f}",
        f'CODECS="{",".join(codecs)}"',
    ]
    if sound:
        parts.append('AUDIO="sound"')
    return "#EXT-X-STREAM-INF:" + ",".join(parts)
