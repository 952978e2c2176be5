"""What runs beside a film: captions in many languages, and chapters."""

from wm.domains.tracks import captions, chapters, languages, writing
from wm.domains.tracks.chapters import Chapter
from wm.domains.tracks.cues import MOST_BYTES, Cue
from wm.domains.tracks.errors import BadChapters, NotCaptions, UnknownLanguage
from wm.domains.tracks.models import KINDS, LABEL_LENGTH, Caption

__all__ = [
    "KINDS",
    "LABEL_LENGTH",
    "MOST_BYTES",
    "BadChapters",
    "Caption",
    "Chapter",
    "Cue",
    "NotCaptions",
    "UnknownLanguage",
    "captions",
    "chapters",
    "languages",
    "writing",
]
