"""The look at a source, from which its plan is drawn: probed, given a picture where it has none, and judged for bars."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PIL.Image import Image

from wm.domains.media import (
    bars,
    desk,
    levelling,
    pictures,
    plan,
    probe,
    queries,
    running,
    steps,
    tools,
    trimming,
    waveform,
)
from wm.domains.media.bars import Crop
from wm.domains.media.graph import Work
from wm.domains.media.models import Film
from wm.domains.media.plan import Plan
from wm.domains.media.shelf import Parts
from wm.domains.media.together import side_by_side
from wm.domains.media.tracks import SoundTrack

HEARD_AT_ONCE = 600  # seconds that a film plays at most whose sounds are measured while its pictures are looked at


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
    found = Look(drawn, []) if drawn.copied and not film.cut_from else _looked_into(film, drawn, work)
    if made:
        Parts(film.key).take(work.source)
    return Look(trimming.trimmed(film, found.plan), []) if film.cut_from else found


def _known_bars(film: Film) -> Crop | None:
    """The bars that an earlier run has found: rungs without them may be there already."""
    before = steps.last_plan(film)
    return plan.read(before).crop if before else None


def _looked_into(film: Film, drawn: Plan, work: Work) -> Look:
    """Look at some frames before anything is encoded, what is black in all of them is left out of everything, and measure
    the sounds meanwhile."""
    run, loud = partial(running.run, work), _to_measure(film, drawn)
    measured = partial(levelling.gains, work, loud, run) if loud else list
    frames, gains = side_by_side([partial(pictures.stills, work, run), measured], work.shop.threads)
    crop = None if drawn.made else drawn.crop or bars.crop(frames)
    if crop is not None:
        drawn, frames = plan.draw(work.probe, tools.wishes(), crop), [bars.cut(frame, crop) for frame in frames]
    return Look(replace(drawn, gains=tuple(gains)), frames)


def _to_measure(film: Film, drawn: Plan) -> list[SoundTrack]:
    """The sounds that are made together with the first rung; those of long films are made beside it, by whoever is free."""
    is_apart = drawn.chunks or drawn.to_recast or film.cut_from or drawn.probe.duration > HEARD_AT_ONCE
    return [] if is_apart or queries.sounds(film.id) else drawn.sounds
