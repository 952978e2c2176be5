"""Runs one command for one film within what such a film may use, and says in our words how it failed."""

import errno
import logging

from wm.domains.media import encoders, errors, runner
from wm.domains.media.graph import Work
from wm.domains.media.progress import Listener

MIB = 1024 * 1024
FULL_HD = 1920 * 1080
log = logging.getLogger(__name__)


def run(work: Work, argv: list[str], listener: Listener | None = None) -> runner.Ending:
    """Run `argv` in the folder of `work` to its end.

    Raises Unencodable, TooHeavy (422), CutShort, OSError when the disk is full."""
    ending = runner.run(argv, work.folder, limits(work), listener)
    _refuse_failure(ending)
    return ending


def limits(work: Work) -> runner.Limits:
    """Return what one encode of this film may use: generous for an honest film, finite for any."""
    seconds, size = work.probe.duration, max(1.0, work.probe.width * work.probe.height / FULL_HD)
    wall, threads = 120 + 40 * seconds * size, work.shop.threads
    memory = runner.Limits.memory + 128 * MIB * max(0, threads - 2)  # 8K with 2 threads was seen to take half of it
    if work.shop.encoder != encoders.SOFTWARE:
        memory = encoders.ADDRESS_SPACE
    return runner.Limits(wall, round(2 * wall * threads), memory, 256 * MIB + round(2 * MIB * seconds))


def _refuse_failure(ending: runner.Ending) -> None:
    if ending.code == 0:
        return
    log.warning("ffmpeg ended with %s: %s", ending.code, ending.errors[-2000:])
    if "No space left on device" in ending.errors:
        raise OSError(errno.ENOSPC, "the disk is full")
    if ending.hit_a_limit or "Cannot allocate memory" in ending.errors:
        raise errors.TooHeavy()
    raise errors.Unencodable()
