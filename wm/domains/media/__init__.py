"""Films as files: probed, encoded into renditions, published under signed links."""

from wm.domains.media import frames
from wm.domains.media.actions import begin, close, give_way, lock_up, open_up, remove, replace, retry, start, trim, wake
from wm.domains.media.beside import lay_beside, take_away
from wm.domains.media.clearing import clear
from wm.domains.media.completing import complete, missing
from wm.domains.media.editions import promise as promise_edition
from wm.domains.media.editions import publish as publish_edition
from wm.domains.media.errors import NotAFilm, StillBusy, Unencodable
from wm.domains.media.events import FilmFailed, FilmPlayable, FilmReady
from wm.domains.media.former_models import FormerKey
from wm.domains.media.frame_models import FrameWish
from wm.domains.media.inventory import needs
from wm.domains.media.lingering import former_url, lingers
from wm.domains.media.lingering import known as lingering_keys
from wm.domains.media.models import FACES, Film, Rendition
from wm.domains.media.pipeline import encode, make
from wm.domains.media.plan import Plan
from wm.domains.media.posters import choose_poster, use_picture
from wm.domains.media.queries import (
    find,
    get,
    of_upload,
    plays,
    renditions,
    several,
    sounds,
    with_public_id,
    with_renditions,
)
from wm.domains.media.runner import CutShort, Limits, run_abroad
from wm.domains.media.signing import SHORT, check_cdn, is_signed, is_valid
from wm.domains.media.steps import rungs_of
from wm.domains.media.texts import Text, name_texts
from wm.domains.media.tools import workshop
from wm.domains.media.trimming import source_ms
from wm.domains.media.upkeep import move, settle, tidy
from wm.domains.media.watching import Workings, at_work, workings

__all__ = [
    "CutShort",
    "FACES",
    "Film",
    "FilmFailed",
    "FilmPlayable",
    "FilmReady",
    "FormerKey",
    "FrameWish",
    "Limits",
    "NotAFilm",
    "Plan",
    "Rendition",
    "SHORT",
    "StillBusy",
    "Text",
    "Unencodable",
    "Workings",
    "at_work",
    "begin",
    "check_cdn",
    "choose_poster",
    "clear",
    "close",
    "complete",
    "encode",
    "find",
    "former_url",
    "frames",
    "get",
    "give_way",
    "is_signed",
    "is_valid",
    "lay_beside",
    "lingering_keys",
    "lingers",
    "lock_up",
    "make",
    "missing",
    "move",
    "name_texts",
    "needs",
    "of_upload",
    "open_up",
    "plays",
    "promise_edition",
    "publish_edition",
    "remove",
    "renditions",
    "replace",
    "retry",
    "run_abroad",
    "rungs_of",
    "settle",
    "several",
    "sounds",
    "source_ms",
    "start",
    "take_away",
    "tidy",
    "trim",
    "use_picture",
    "wake",
    "with_public_id",
    "with_renditions",
    "workings",
    "workshop",
]
