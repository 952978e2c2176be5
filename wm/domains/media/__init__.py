"""Films as files: probed, encoded into renditions, published under signed links."""

from wm.domains.media.actions import begin, close, lock_up, open_up, remove, replace, retry, start
from wm.domains.media.beside import lay_beside, take_away
from wm.domains.media.clearing import clear
from wm.domains.media.errors import NotAFilm, StillBusy, Unencodable
from wm.domains.media.events import FilmFailed, FilmPlayable, FilmReady
from wm.domains.media.models import FACES, Film, Rendition
from wm.domains.media.pipeline import encode
from wm.domains.media.posters import choose_poster
from wm.domains.media.queries import find, get, of_upload, plays, renditions, several, with_renditions
from wm.domains.media.runner import CutShort, Limits, run_abroad
from wm.domains.media.signing import SHORT, check_cdn, is_signed, is_valid
from wm.domains.media.tools import workshop
from wm.domains.media.upkeep import move, tidy

__all__ = [
    "CutShort",
    "FACES",
    "Film",
    "FilmFailed",
    "FilmPlayable",
    "FilmReady",
    "Limits",
    "NotAFilm",
    "Rendition",
    "SHORT",
    "StillBusy",
    "Unencodable",
    "begin",
    "check_cdn",
    "choose_poster",
    "clear",
    "close",
    "encode",
    "find",
    "get",
    "is_signed",
    "is_valid",
    "lay_beside",
    "lock_up",
    "move",
    "of_upload",
    "open_up",
    "plays",
    "remove",
    "renditions",
    "replace",
    "retry",
    "run_abroad",
    "several",
    "start",
    "take_away",
    "tidy",
    "with_renditions",
    "workshop",
]
