"""How much louder or softer each sound of a film is to be made: measured by ffmpeg, judged by loudness.py."""

from collections.abc import Callable, Sequence

from wm.domains.media import hearing, loudness
from wm.domains.media.graph import Work
from wm.domains.media.runner import Ending
from wm.domains.media.tracks import SoundTrack


def gains(work: Work, chosen: Sequence[SoundTrack], run: Callable[[list[str]], Ending]) -> list[float]:
    """Return by how many dB to raise each of the tracks `chosen`; 0 where that could not be measured."""
    found = [loudness.gain(each) for each in loudness.parse(run(hearing.loudness(work, chosen)).errors)]
    return found if len(found) == len(chosen) else [0.0] * len(chosen)
