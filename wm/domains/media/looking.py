"""The look at a source, from which its plan is drawn: probed, given a picture where it has none, and judged for bars."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PIL.Image import Image

from wm.domains.media import bars, desk, pictures, plan, probe, running, steps, tools, trimming, waveform
from wm.domains.media.bars import Crop
from wm.domains.media.graph import Work
from wm.domains.media.models import Film
from wm.domains.media.plan import Plan
from wm.domains.media.shelf import Parts


class Look(NamedTuple):
    """What was seen: the plan, and frames for posters where some had to be decoded anyway (none where it plays as it came)."""

    plan: Plan
    frames: list[Image]


def look(film: Film, folder: Path) -> Look:
    """Return what is to be made of a film's source, laid into `folder`. Raises a NotAFilm (422), and as `running.run`."""
    if film.cut_from and (before := trimming.known_plan(film)):
        return Look(trimming.trimmed(film, before), [])
    source = desk.source(film, folder)
    seen = probe.look(source, tools.workshop().max_seconds)
    came = Work(source, seen, folder, tools.workshop())
    work = waveform.as_film(came, partial(running.run, came))
    made = "" if work is came else work.source.name
    drawn = plan.draw(work.probe, tools.wishes(), _known_bars(film), made=made)
    found = Look(drawn, []) if drawn.copied and not film.cut_from else _with_frames(drawn, work)
    if made:
        Parts(film.key).take(work.source)
    return Look(trimming.trimmed(film, found.plan), []) if film.cut_from else found


def _known_bars(film: Film) -> Crop | None:
    """The bars that an earlier run has found: rungs without them may be there already."""
    before = steps.last_plan(film)
    return plan.read(before).crop if before else None


def _with_frames(drawn: Plan, work: Work) -> Look:
    """Look at some frames before anything is encoded: what is black in all of them is left out of everything."""
    frames = pictures.stills(work, partial(running.run, work))
    crop = None if drawn.made else drawn.crop or bars.crop(frames)
    if crop is None:
        return Look(drawn, frames)
    return Look(plan.draw(work.probe, tools.wishes(), crop), [bars.cut(frame, crop) for frame in frames])
