"""The ffmpeg commands for what a film sounds like; none of them decodes the picture."""

from collections.abc import Sequence
from itertools import zip_longest

import ffmpeg

from wm.domains.media import filters
from wm.domains.media.graph import BY_TIME, GLOBALS, TALKATIVE, Work, anchors, apart, compiled, opened, packaged
from wm.domains.media.tracks import SoundTrack

AUDIO_BITS = 128_000
CODING = {"acodec": "aac", "b:a": AUDIO_BITS, "ac": 2, "ar": filters.AUDIO_RATE}


def name(place: int) -> str:
    """Return the name, without an ending, of the files of the sound at `place` (0: the first)."""
    return f"audio-{place + 1}" if place else "audio"


def sounds(work: Work, chosen: Sequence[SoundTrack], gains: Sequence[float] = ()) -> list[str]:
    """Return the command that writes audio.mp4, audio-2.mp4 ... for the tracks `chosen`, each louder by its dB."""
    film = opened(work.source, work.shop)
    unused = anchors(work, film, used=[track.index for track in chosen])
    return apart(compiled(work.shop.ffmpeg, *sound_outputs(work, film, chosen, gains), *unused))


def sound_outputs(work: Work, film, chosen: Sequence[SoundTrack], gains: Sequence[float] = ()) -> list:
    """Return the tracks `chosen` of `film` as outputs: audio.mp4, audio-2.mp4 ..., AAC in stereo."""
    pairs = zip_longest(chosen, gains[: len(chosen)], fillvalue=0.0)
    return [_output(work, film, track, name(place), gain) for place, (track, gain) in enumerate(pairs)]


def loudness(work: Work, chosen: Sequence[SoundTrack]) -> list[str]:
    """Return the command that measures the tracks `chosen`, as they will be published, and encodes nothing.

    What it says, `loudness.parse` understands."""
    film = opened(work.source, work.shop)
    outputs = []
    for track in chosen:
        stereo = film[str(track.index)].filter("aformat", channel_layouts="stereo")
        measured = stereo.filter("ebur128", peak="true", framelog="verbose")
        outputs.append(ffmpeg.output(measured, "-", format="null", t=f"{work.most_seconds:.3f}", map_metadata=-1))
    return compiled(work.shop.ffmpeg, *outputs, words=(*GLOBALS, *TALKATIVE))


def from_picture_on(work: Work, film):
    """Return the main sound as an output that begins with the first frame of the picture, as a copy of that does."""
    return _output(work, film, work.probe.main_sound, name(0), begins=work.probe.picture_start)


def _output(work: Work, film, track: SoundTrack, stem: str, gain: float = 0.0, begins: float = 0.0):
    heard = filters.sound(
        film[str(track.index)],
        work.probe,
        gain,
        seconds=track.seconds,
        begins=begins,
        cut=filters.Span(work.begins, work.ends),
    )
    return packaged(work, heard, f"{stem}.mp4", **CODING, **BY_TIME)
