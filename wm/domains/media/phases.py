"""The phases of an encode: which steps a plan is cut into, what may run side by side, and what each costs."""

from collections.abc import Collection
from typing import NamedTuple

from wm.domains.media.ladder import Rung
from wm.domains.media.plan import Plan

DRAWING, COPYING, HEARING, JOINING, PACKING, ENDING = 2.0, 2.0, 3.0, 1.0, 3.0, 1.0  # shares of the whole in percent
ENCODING = 88.0
DECODING = 0.5  # what decoding a pixel costs, where encoding one costs 1


class Wanted(NamedTuple):
    """A step to be made: its name, what it is told, its share of the whole, and whether it waits to be asked for."""

    name: str
    args: dict
    cost: float
    is_asleep: bool = False


class Shown(NamedTuple):
    """What earlier encodes of the same source have published: steps of the ladder, sounds, pictures, what is packed, and
    whether a copy of the source plays, as one of those steps where it stays."""

    steps: Collection[int] = ()
    has_sounds: bool = False
    has_faces: bool = False
    is_packed: bool = False
    has_copy: bool = False


def of(plan: Plan, shown: Shown) -> list[list[Wanted]]:
    """Return the phases in order; the steps of one may run side by side."""
    seen = _seen(plan, shown, is_complete=not plan.without(shown.steps))
    return [seen, *after_seen(plan, shown)] if seen else after_seen(plan, shown)


def after_seen(plan: Plan, shown: Shown) -> list[list[Wanted]]:
    """Return the phases that follow the first look at the pictures, which may change the plan."""
    missing = plan.without(shown.steps)
    now, later = [[rung for rung in missing if (rung.step in plan.later) is is_later] for is_later in (False, True)]
    phases = [*_made(plan, now, shown), _packed(shown), [Wanted("finish", {}, ENDING)]]
    phases += [[step._replace(is_asleep=True) for step in phase] for phase in _asked_for(plan, later)]
    return [phase for phase in phases if phase]


def _seen(plan: Plan, shown: Shown, is_complete: bool) -> list[Wanted]:
    """A source that fits plays as it is, before anything else is known of it; one that can't be sought is recast."""
    is_there = shown.has_copy or plan.copied in shown.steps
    copy = [Wanted("copy", {}, COPYING)] if plan.copied and not is_there else []
    faces = [] if shown.has_faces else [Wanted("faces", {}, DRAWING)]
    return [*copy, *faces, *([Wanted("recast", {}, COPYING)] if plan.to_recast and not is_complete else [])]


def _made(plan: Plan, rungs: list[Rung], shown: Shown) -> list[list[Wanted]]:
    """The lowest rung with the sounds first, because the film plays from then on, then all others in one go."""
    sounds = [Wanted("sound", {}, HEARING)] if plan.probe.has_audio and not shown.has_sounds else []
    if plan.cut:
        return [[*sounds, Wanted("trim", {"steps": [rung.step for rung in rungs]}, ENCODING)] if rungs else sounds]
    groups = [group for group in (rungs[:1], rungs[1:]) if group]
    whole = sum(_cost(plan, group) for group in groups)
    made = [_encoded(plan, group, ENCODING * _cost(plan, group) / whole) for group in groups]
    if sounds and made and plan.gains:
        made[0][0], sounds = [_with_sounds(*made[0][0])], []
    first = made[0] if made else [[]]
    return [sounds + first[0], *first[1:], *(phase for rest in made[1:] for phase in rest)]


def _with_sounds(step: Wanted) -> Wanted:
    """Where it is known how loud the sounds are to be, they are made of what is read for the first rung anyway."""
    return step._replace(args=step.args | {"with_sounds": True}, cost=step.cost + HEARING)


def _encoded(plan: Plan, rungs: list[Rung], cost: float) -> list[list[Wanted]]:
    """One step, or for a long film one for each of its parts, and one that joins them."""
    steps = {"steps": [rung.step for rung in rungs]}
    if not plan.chunks:
        return [[Wanted("encode", steps, cost)]]
    frames = sum(chunk.frames for chunk in plan.chunks)
    shares = [cost * chunk.frames / frames for chunk in plan.chunks]
    parts = [Wanted("chunk", steps | {"part": part}, share) for part, share in enumerate(shares)]
    return [parts, [Wanted("join", steps, JOINING)]]


def _cost(plan: Plan, rungs: list[Rung]) -> float:
    return DECODING * plan.probe.width * plan.probe.height + sum(rung.area for rung in rungs)


def _packed(shown: Shown) -> list[Wanted]:
    return [] if shown.is_packed else [Wanted("pack", {}, PACKING)]


def _asked_for(plan: Plan, rungs: list[Rung]) -> list[list[Wanted]]:
    return [*_encoded(plan, rungs, ENCODING), [Wanted("finish", {}, ENDING)]] if rungs else []
