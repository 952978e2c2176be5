"""The ffmpeg commands for what a film sounds like; none of them decodes the picture."""

from wm.domains.media import filters
from wm.domains.media.graph import BY_TIME, Work, packaged

AUDIO_BITS = 128_000
CODING = {"acodec": "aac", "b:a": AUDIO_BITS, "ac": 2, "ar": filters.AUDIO_RATE}


def sound_output(work: Work, film, *, begins: float = 0.0):
    """Return the main sound of `film` from `begins` seconds on as an output: audio.mp4, AAC in stereo."""
    heard = filters.sound(film[str(work.probe.sound)], work.probe, begins=begins)
    return packaged(work, heard, "audio.mp4", **CODING, **BY_TIME)
